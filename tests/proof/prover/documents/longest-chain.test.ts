import { strictEqual } from "node:assert/strict";
import { longestChain } from "../../../../proof/prover/documents/roles-within-reach";
import { deploymentOf } from "../../pods";
import { trusts } from "../../statements";
import * as the from "../deployments/deployment";

const roleOf = (index: number) => `arn:aws:iam::${the.OWNER}:role/role-${index}`;

/** The longest chain of roles. Services assume the first ones, and each of the last `chained` roles trusts the one before. */
function longestOf(roles: number, chained: number): number {
  const all = Array.from({ length: roles }, (_, index) => ({
    arn: roleOf(index),
    trust:
      index > roles - chained
        ? the.policy(trusts({ AWS: roleOf(index - 1) }, "sts:AssumeRole"))
        : the.ec2Trust,
  }));
  const deployment = deploymentOf({ roles: all });
  return longestChain(deployment.policies, deployment.roles, 8);
}

describe("the longest chain of roles", () => {
  it("does not depend on how many roles stand in none", () => {
    strictEqual(longestOf(3, 0), 1);
    strictEqual(longestOf(1_500, 0), 1);
    strictEqual(longestOf(1_500, 3), 3);
  });

  it("is taken for the longest that is looked at where there are too many", () => {
    const all = Array.from({ length: 40 }, (_, index) => roleOf(index));
    const trust = the.policy(trusts({ AWS: all }, "sts:AssumeRole"));
    const deployment = deploymentOf({ roles: all.map((arn) => ({ arn, trust })) });
    strictEqual(longestChain(deployment.policies, deployment.roles, 8), 8);
  });
});
