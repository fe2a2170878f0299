import { strictEqual, throws } from "node:assert";
import { RunError } from "@pulumi/pulumi";

import { stackScope } from "../../stacks/stack-scope";
import { zone } from "./reference";

describe("stackScope", () => {
  it("reads account and layer from the stack's name", () => {
    const { account, layer } = stackScope(zone, "account-b.secrets", {});
    strictEqual(account.id, "222222222222");
    strictEqual(layer, "secrets");
  });

  for (const name of [
    "dev",
    "account-a",
    "account-c.secrets",
    "account-a.network",
    "account-b.cluster",
  ]) {
    it(`rejects ${name}, and lists the inventory's stacks`, () => {
      throws(
        () => stackScope(zone, name, {}),
        (error) => {
          strictEqual(error instanceof RunError, true);
          strictEqual(
            (error as Error).message,
            `the stack's name must be <account>.<layer> of the inventory (account-a.cluster, account-a.secrets, account-b.secrets, account-a.workloads), got "${name}"`,
          );
          return true;
        },
      );
    });
  }
});
