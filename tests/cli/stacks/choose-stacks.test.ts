import { deepStrictEqual, throws } from "node:assert";

import { chooseStacks } from "../../../cli/stacks/stack-options";
import { stackPlan } from "../../../stacks/stack-plan";
import { zone } from "../../stacks/reference";

const stacks = stackPlan(zone);

describe("chooseStacks", () => {
  const names = (only?: string[], account?: string[]) =>
    chooseStacks(stacks, { only, account }).map(({ name }) => name);

  it("takes names, stars and accounts, in the plan's order", () => {
    deepStrictEqual(names(["*.secrets"]), ["account-a.secrets", "account-b.secrets"]);
    deepStrictEqual(names(["account-b.secrets", "account-a.cluster"]), [
      "account-a.cluster",
      "account-b.secrets",
    ]);
    deepStrictEqual(names(["*.secrets"], ["account-b"]), ["account-b.secrets"]);
  });

  it("rejects an inventory that leads to no stack, and says how to take away what it deployed", () => {
    throws(() => chooseStacks([], {}), /must lead to a stack, .* eks-pod-secrets destroy/);
  });

  it("rejects what fits no stack, and lists those that there are", () => {
    throws(() => names(["account-a,cluster"]), {
      message:
        '--only must name a stack (account-a.cluster, account-a.secrets, account-b.secrets, account-a.workloads), got "account-a,cluster"',
    });
    throws(() => names(undefined, ["account-c"]), /--account must name an account with stacks/);
    throws(() => names(["account-a.cluster"], ["account-b"]), /must leave a stack, got none/);
  });
});
