import { deepStrictEqual, ok, strictEqual, throws } from "node:assert";
import { RunError } from "@pulumi/pulumi";
import { parseInventory } from "../../sdk/grant";
import { stackPlan } from "../../stacks/stack-plan";
import { stackScope } from "../../stacks/stack-scope";
import { HUNDRED_ACCOUNTS, largeInventory } from "../cli/large-inventory";
import { rows } from "../facts";
import { inventoryText } from "../sdk/grant/support";
import { zone } from "./reference";

describe("stackPlan", () => {
  const planOf = (text: string) => {
    const parsed = parseInventory(text, "zone.yaml");
    if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
    return stackPlan(parsed.landingZone);
  };
  const dependencies = (text: string) =>
    Object.fromEntries(planOf(text).map(({ dependsOn, name }) => [name, dependsOn]));

  it("puts each stack after those whose outputs it reads", () => {
    deepStrictEqual(rows(stackPlan(zone), "name", "dependsOn"), [
      ["account-a.cluster", []],
      ["account-a.secrets", []],
      ["account-b.secrets", ["account-a.cluster"]],
      ["account-a.workloads", ["account-a.cluster", "account-a.secrets", "account-b.secrets"]],
    ]);
  });

  it("plans no stack for an account that has nothing of its layer", () => {
    const accounts = `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
  idle: { id: "333333333333", region: us-east-1 }`;
    ok(planOf(inventoryText({ accounts })).every(({ account }) => account.name !== "idle"));
  });

  it("lets an owner of secrets that nobody reads wait for nobody", () => {
    const readers = `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }`;
    deepStrictEqual(dependencies(inventoryText({ readers })), {
      "a.cluster": [],
      "a.secrets": [],
      "b.secrets": [],
      "a.workloads": ["a.cluster", "a.secrets"],
    });
  });

  const clusters = "\n  shop: { account: a, create: {} }";

  it("lets the account of a target role wait until the reader's cluster is made", () => {
    const readers = `
  web: { cluster: shop, namespace: web, serviceAccount: web, mode: targetRole, reads: [foreign] }`;
    deepStrictEqual(dependencies(inventoryText({ clusters, readers }))["b.secrets"], ["a.cluster"]);
  });

  it("lets an owner wait for no cluster that exists, so that one that is absent holds up its own readers alone", () => {
    const readers = `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [foreign] }`;
    deepStrictEqual(dependencies(inventoryText({ readers })), {
      "a.cluster": [],
      "a.secrets": [],
      "b.secrets": [],
      "a.workloads": ["a.cluster", "b.secrets"],
    });
  });

  it("lets the owner wait until the cluster of a reader that others deploy is made, where the inventory has it", () => {
    const readers = `
  web: { external: true, clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/shop", namespace: web, serviceAccount: web, reads: [foreign] }`;
    deepStrictEqual(dependencies(inventoryText({ clusters, readers })), {
      "a.cluster": [],
      "a.secrets": [],
      "b.secrets": ["a.cluster"],
    });
  });

  it("plans no stack for the owner of another's secret, nor for the cluster of another's reader", () => {
    const secrets = `
  own: { account: a }
  far: { external: true, arn: "arn:aws:secretsmanager:us-east-1:444444444444:secret:far-a1B2c3", key: "arn:aws:kms:us-east-1:444444444444:key/1234abcd" }`;
    const readers = `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [far] }
  elsewhere: { external: true, clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/other", namespace: web, serviceAccount: web, reads: [own] }`;
    deepStrictEqual(dependencies(inventoryText({ readers, secrets })), {
      "a.cluster": [],
      "a.secrets": [],
      "a.workloads": ["a.cluster"],
    });
  });

  it("deploys the account that a secret was in before the readers", () => {
    const secrets = "\n  own: { account: a, movedFrom: b }";
    const readers = `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }`;
    deepStrictEqual(dependencies(inventoryText({ readers, secrets })), {
      "a.cluster": [],
      "a.secrets": [],
      "b.secrets": [],
      "a.workloads": ["a.cluster", "a.secrets", "b.secrets"],
    });
  });

  it("holds for a hundred accounts: every stack once, and after what it depends on", () => {
    const plan = planOf(largeInventory(HUNDRED_ACCOUNTS));
    deepStrictEqual(plan.length, 100 + 40 + 40);
    const seen = new Set<string>();
    for (const { dependsOn, name } of plan) {
      ok(dependsOn.every((one) => seen.has(one)));
      ok(!seen.has(name));
      seen.add(name);
    }
  });
});

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
