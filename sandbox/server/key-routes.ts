import type { ControlRoute } from "../control/control";
import type { Platform } from "../identity/platform";
import { type KeyRecord, putKey } from "../services/kms/key-record";

/** `POST /_sandbox/deleted-keys` ends the waiting periods of all keys scheduled for deletion. */
export function keyRoutes({ store }: Platform): ControlRoute[] {
  return [
    {
      method: "POST",
      path: "/deleted-keys",
      handle: (_, now) => {
        store.transaction((writer) => {
          for (const key of store.values<KeyRecord>(["kms-key"])) {
            if (key.deletionDate) putKey(writer, { ...key, deletionDate: now });
          }
        });
        return {};
      },
    },
  ];
}
