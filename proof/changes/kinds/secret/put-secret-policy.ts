import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { OPEN_TO_ALL, withChanged } from "../../worlds";

const ACTION = "secretsmanager:PutResourcePolicy";

/** Somebody writes the policy of a secret and lets in anyone they like. */
export const putSecretPolicy: ChangeKind = {
  id: "put-secret-policy",
  gives: "opens",
  title: "Write the policy of a secret",
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
};
