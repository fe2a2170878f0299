import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { hasDenial, withChanged } from "../../worlds";

const ACTION = "secretsmanager:DeleteResourcePolicy";

/** Somebody deletes the policy that keeps out principals of the secret's own account. */
export const deleteSecretPolicy: ChangeKind = {
  id: "delete-secret-policy",
  gives: "opens",
  title: "Delete the policy that seals a secret",
  actions: [ACTION],
  *changesBy({ documents }) {
    for (const { arn, policy } of documents.secrets ?? []) {
      if (!hasDenial(policy)) continue;
      yield {
        target: arn,
        calls: [call(ACTION, arn)],
        // The attacker is better off keeping everything else that the policy allows.
        apply: (world) =>
          withChanged(world, "secrets", arn, (one) =>
            hasDenial(one.policy) ? { ...one, policy: null } : one,
          ),
      };
    }
  },
};
