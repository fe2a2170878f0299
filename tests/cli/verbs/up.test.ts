import { match, strictEqual } from "node:assert";

import { run } from "../support";

describe("up", () => {
  it("takes from the environment how new stacks are encrypted, where no option says it", async () => {
    const env = { EKS_POD_SECRETS_SECRETS_PROVIDER: "kms://alias/pulumi" };
    const { code, stderr } = await run(["up", "--yes"], { env });
    strictEqual(code, 2);
    match(
      stderr,
      /'kms:\/\/alias\/pulumi' from env 'EKS_POD_SECRETS_SECRETS_PROVIDER' is invalid\. it must be default, passphrase or the URL of a key/,
    );
  });
});
