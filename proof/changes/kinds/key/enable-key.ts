import { call, kindOf } from "../../calls";
import { withChanged } from "../../worlds";

/** Somebody enables a key again, and the values that it encrypts can be read as before. */
export const enableKey = kindOf({
  id: "enable-key",
  gives: "opens",
  about: {
    title: "Enable a key that is disabled or waits for its deletion",
    prerequisites:
      "The right to kms:EnableKey, and where the key waits for its deletion to kms:CancelKeyDeletion.",
    fix: "Deny kms:EnableKey and kms:CancelKeyDeletion to everyone but the deployers.",
    coverage: "full",
  },
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
});
