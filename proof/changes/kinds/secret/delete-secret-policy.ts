import { call, kindOf } from "../../calls";
import { hasDenial, withChanged } from "../../worlds";

const ACTION = "secretsmanager:DeleteResourcePolicy";

/** Somebody deletes the policy that keeps out principals of the secret's own account. */
export const deleteSecretPolicy = kindOf({
  id: "delete-secret-policy",
  gives: "opens",
  about: {
    title: "Delete the policy that seals a secret",
    prerequisites: `The right to ${ACTION} on a secret whose policy denies, and rights of one's own to read secrets.`,
    fix: `Deny ${ACTION} to everyone but the deployers, in the policies of secrets and in a control policy.`,
    coverage: "full",
  },
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
});
