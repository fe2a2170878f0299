import { call, kindOf } from "../../calls";
import { OPEN_TO_ALL, withChanged } from "../../worlds";

const ACTION = "secretsmanager:PutResourcePolicy";

/** Somebody writes the policy of a secret and lets in anyone they like. */
export const putSecretPolicy = kindOf({
  id: "put-secret-policy",
  gives: "opens",
  about: {
    title: "Write the policy of a secret",
    prerequisites: `The right to ${ACTION} on the secret.`,
    fix: `Deny ${ACTION} to everyone but the deployers, in the policies of secrets and in a control policy.`,
    coverage: "full",
  },
  actions: [ACTION],
  *changesBy({ documents }) {
    for (const { arn } of documents.secrets ?? []) {
      yield {
        target: arn,
        calls: [call(ACTION, arn)],
        apply: (world) =>
          withChanged(world, "secrets", arn, (one) => ({ ...one, policy: OPEN_TO_ALL })),
      };
    }
  },
});
