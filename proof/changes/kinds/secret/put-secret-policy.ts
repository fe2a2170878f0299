import type { ChangeKind } from "../../change";
import { OPEN_TO_ALL, withChanged } from "../../worlds";

/** Somebody writes the policy of a secret, and lets in whom they like. */
export const putSecretPolicy: ChangeKind = {
  id: "put-secret-policy",
  gives: "opens",
  about: {
    title: "Write the policy of a secret",
    pages: [
      "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html",
    ],
    prerequisites: "The right to secretsmanager:PutResourcePolicy on the secret.",
    fix: "Deny secretsmanager:PutResourcePolicy to all but the deployers, in the secret's policy and in a control policy.",
    events: ["secretsmanager.amazonaws.com PutResourcePolicy"],
    coverage: "full",
  },
  actions: ["secretsmanager:PutResourcePolicy"],
  *changesBy({ documents }) {
    for (const { arn } of documents.secrets ?? []) {
      yield {
        target: arn,
        calls: [{ aws: { action: "secretsmanager:PutResourcePolicy", resource: arn } }],
        apply: (world) =>
          withChanged(world, "secrets", arn, (one) => ({ ...one, policy: OPEN_TO_ALL })),
      };
    }
  },
};
