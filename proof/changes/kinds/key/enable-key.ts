import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { withChanged } from "../../worlds";

/** Somebody enables a key again, and the values that it encrypts can be read as before. */
export const enableKey: ChangeKind = {
  id: "enable-key",
  gives: "opens",
  title: "Enable a key that is disabled or waits for its deletion",
  actions: ["kms:EnableKey", "kms:CancelKeyDeletion"],
  *changesBy({ documents }) {
    for (const { arn, disabled } of documents.keys ?? []) {
      if (!disabled) continue;
      // The documents do not tell whether the key is scheduled for deletion. The way with fewer calls is the worst case.
      yield {
        target: arn,
        calls: [call("kms:EnableKey", arn)],
        apply: (world) => withChanged(world, "keys", arn, (one) => ({ ...one, disabled: false })),
      };
    }
  },
};
