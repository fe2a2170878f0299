import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { OPEN_TO_ALL, withChanged } from "../../worlds";

const ACTION = "kms:PutKeyPolicy";

/** Somebody writes the policy of a key and lets in anyone they like. */
export const putKeyPolicy: ChangeKind = {
  id: "put-key-policy",
  gives: "opens",
  title: "Write the policy of a key",
  actions: [ACTION],
  *changesBy({ documents }) {
    for (const { arn, policy } of documents.keys ?? []) {
      if (policy === OPEN_TO_ALL) continue;
      yield {
        target: arn,
        calls: [call(ACTION, arn)],
        apply: (world) =>
          withChanged(world, "keys", arn, (one) => ({ ...one, policy: OPEN_TO_ALL })),
      };
    }
  },
};
