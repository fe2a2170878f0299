import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { rolesIn, TRUSTS_ALL, withChanged } from "../../worlds";

const ACTION = "iam:UpdateAssumeRolePolicy";

/** Somebody writes the trust policy of a role and lets themselves in. */
export const writeTrust: ChangeKind = {
  id: "write-trust",
  gives: "becomes",
  title: "Write the trust policy of a role",
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
};
