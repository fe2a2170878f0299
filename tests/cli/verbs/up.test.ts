import { match } from "node:assert";
import { refused } from "../../outcomes";
import { run } from "../support";

describe("up", () => {
  it("takes from the environment how new stacks are encrypted, where no option says it", async () => {
    const env = { EKS_POD_SECRETS_SECRETS_PROVIDER: "kms://alias/pulumi" };
    match(
      await refused(run("up --yes", { env })),
      /'kms:\/\/alias\/pulumi' from env .* be default, passphrase or the URL of a key/,
    );
  });
});
