import { call, kindOf } from "../../calls";
import { hasDenial, withChanged } from "../../worlds";

const ACTION = "secretsmanager:DeleteResourcePolicy";

/** Somebody takes away the policy that keeps the principals of the secret's own account out. */
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
        // What else the policy allows, the attacker had better keep.
        apply: (world) =>
          withChanged(world, "secrets", arn, (one) =>
            hasDenial(one.policy) ? { ...one, policy: null } : one,
          ),
      };
    }
  },
});
