import { strictEqual, throws } from "node:assert";

import {
  podRolePolicy,
  podRoleTrust,
  policyBudgets,
  policySize,
  secretResourcePolicy,
  targetRoleTrust,
  withinBudget,
} from "../../../sdk/policy";
import { keyArn, reader, roleArn, secretArn } from "./scope";

function rolePolicyOf(count: number) {
  const secrets = Array.from({ length: count }, (_, n) => ({
    arn: secretArn.replace("secret-b", `secret-${n}`),
    keyArn,
  }));
  return podRolePolicy({ readerAccount: "111111111111", secrets });
}

describe("withinBudget", () => {
  it("returns the document that fits", () => {
    const policy = rolePolicyOf(50);
    strictEqual(withinBudget("podRolePolicy", roleArn, policy), policy);
  });

  it("rejects a document over AWS's limit, naming the limit, the size and the way out", () => {
    const policy = rolePolicyOf(100);
    throws(() => withinBudget("podRolePolicy", roleArn, policy), {
      name: "PolicyBudgetError",
      message:
        `identity policy of the role ${roleArn} must be at most 10240 characters, ` +
        `got ${JSON.stringify(policy).length} characters; ` +
        "split the reader into several service accounts, each with fewer secrets",
    });
  });

  it("accepts a document of exactly the limit and rejects one more", () => {
    const policy = rolePolicyOf(1);
    const padding = policyBudgets.podRolePolicy.limit - policySize("podRolePolicy", policy);
    const [first, ...rest] = policy.Statement;
    if (!first) throw new Error("no statement");
    const padded = (extra: number) => ({
      ...policy,
      Statement: [{ ...first, Sid: first.Sid + "x".repeat(padding + extra) }, ...rest],
    });
    withinBudget("podRolePolicy", roleArn, padded(0));
    throws(() => withinBudget("podRolePolicy", roleArn, padded(1)), /got 10241 characters/);
  });

  it("counts a key policy in bytes, and an identity policy in characters", () => {
    const policy = rolePolicyOf(1);
    const [first, ...rest] = policy.Statement;
    if (!first) throw new Error("no statement");
    const accented = { ...policy, Statement: [{ ...first, Sid: `${first.Sid}é` }, ...rest] };
    strictEqual(policySize("secretKeyPolicy", accented) - policySize("podRolePolicy", accented), 1);
  });
});

describe("a trust policy", () => {
  it("fits AWS's default with the longest names there are", () => {
    const longest = {
      clusterArn: `arn:aws-us-gov:eks:us-gov-west-1:111111111111:cluster/${"c".repeat(100)}`,
      namespace: "n".repeat(63),
      serviceAccount: "s".repeat(253),
    };
    withinBudget("podRoleTrust", roleArn, podRoleTrust(longest));
    const trust = targetRoleTrust({
      reader: longest,
      roleArn: `arn:aws-us-gov:iam::111111111111:role/${"p".repeat(510)}/${"r".repeat(64)}`,
      organizationId: `o-${"o".repeat(32)}`,
    });
    withinBudget("podRoleTrust", roleArn, trust);
  });
});

describe("a secret's resource policy", () => {
  it("holds at least 30 readers of other accounts", () => {
    const readers = Array.from({ length: 30 }, (_, n) => ({
      reader: { ...reader, serviceAccount: `service-${n}` },
      roleArn: `${roleArn}-${n}`,
    }));
    const policy = secretResourcePolicy({ ownerAccount: "222222222222", readers });
    strictEqual(policy && withinBudget("secretResourcePolicy", secretArn, policy), policy);
  });
});
