import { deepStrictEqual } from "node:assert/strict";

import { A, withSandbox } from "./support";

describe("sandbox server", () => {
  const { sandbox } = withSandbox();

  it("knows an account's administrator by its access key", async () => {
    const { Account, Arn } = await sandbox.clients(A).sts.getCallerIdentity();
    deepStrictEqual({ Account, Arn }, { Account: A, Arn: `arn:aws:iam::${A}:user/administrator` });
  });
});
