import { call, kindOf } from "../../calls";
import { rolesIn, TRUSTS_ALL, withChanged } from "../../worlds";

const ACTION = "iam:UpdateAssumeRolePolicy";

/** Somebody writes the trust policy of a role and lets themselves in. */
export const writeTrust = kindOf({
  id: "write-trust",
  gives: "becomes",
  about: {
    title: "Write the trust policy of a role",
    prerequisites: `The right to ${ACTION} on the role.`,
    fix: `Deny ${ACTION} under the readers' path to everyone but the deployers, in a control policy.`,
    coverage: "full",
  },
  actions: [ACTION],
  *changesBy({ documents }) {
    for (const { arn, trust } of rolesIn(documents)) {
      if (trust === TRUSTS_ALL) continue;
      yield {
        target: arn,
        calls: [call(ACTION, arn)],
        apply: (world) =>
          withChanged(world, "roles", arn, (one) => ({ ...one, trust: TRUSTS_ALL })),
      };
    }
  },
});
