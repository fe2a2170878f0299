import { call } from "../../calls";
import type { ChangeKind } from "../../change";

const ACTION = "secretsmanager:RestoreSecret";

/** Somebody restores a secret that is scheduled for deletion. */
export const restoreSecret: ChangeKind = {
  id: "restore-secret",
  gives: "opens",
  title: "Bring back a deleted secret",
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
};
