import { call, kindOf } from "../../calls";
import { OPEN_TO_ALL, withChanged } from "../../worlds";

const ACTION = "kms:PutKeyPolicy";

/** Somebody writes the policy of a key and lets in anyone they like. */
export const putKeyPolicy = kindOf({
  id: "put-key-policy",
  gives: "opens",
  about: {
    title: "Write the policy of a key",
    prerequisites: `The right to ${ACTION} on the key, and to fetch a value that it encrypts.`,
    fix: `Allow ${ACTION} in the key's policy to the deployers alone, and deny it to others in a control policy.`,
    coverage: "full",
  },
  actions: [ACTION],
  *changesBy({ documents }) {
    for (const { arn } of documents.keys ?? []) {
      yield {
        target: arn,
        calls: [call(ACTION, arn)],
        apply: (world) =>
          withChanged(world, "keys", arn, (one) => ({ ...one, policy: OPEN_TO_ALL })),
      };
    }
  },
});
