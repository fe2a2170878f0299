import { deepStrictEqual } from "node:assert/strict";

import { A, startSandbox, type TestSandbox } from "./support";

describe("sandbox server", () => {
  let sandbox: TestSandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.stop();
  });

  it("knows an account's administrator by its access key", async () => {
    const { Account, Arn } = await sandbox.clients(A).sts.getCallerIdentity();
    deepStrictEqual({ Account, Arn }, { Account: A, Arn: `arn:aws:iam::${A}:user/administrator` });
  });
});
