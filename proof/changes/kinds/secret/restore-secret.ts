import { call, kindOf } from "../../calls";

const ACTION = "secretsmanager:RestoreSecret";

/** Somebody restores a secret that is scheduled for deletion. */
export const restoreSecret = kindOf({
  id: "restore-secret",
  gives: "opens",
  about: {
    title: "Bring back a deleted secret",
    prerequisites: `The right to ${ACTION} on a secret that waits for its deletion.`,
    fix: `Deny ${ACTION} to everyone but the deployers, and delete values without a waiting time where nobody may need them.`,
    coverage: "full",
  },
  actions: [ACTION],
  *changesBy({ deleted }) {
    for (const arn of deleted ?? []) {
      yield {
        target: arn,
        calls: [call(ACTION, arn)],
        apply: (world) => ({
          ...world,
          deleted: (world.deleted ?? []).filter((one) => one !== arn),
        }),
      };
    }
  },
});
