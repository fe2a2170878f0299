import { invalidState } from "../../operations/input/refusals";
import { changeKey } from "./change-key";
import type { KeyRecord } from "./key-record";
import { requireNotPendingDeletion } from "./key-state";
import type { KmsRequest } from "./kms-context";

const DAY = 24 * 60 * 60 * 1000;

export function enableKey(request: KmsRequest) {
  changeLivingKey(request, { state: "Enabled" });
}

/** What the key encrypted cannot be read until it is enabled again. */
export function disableKey(request: KmsRequest) {
  changeLivingKey(request, { state: "Disabled" });
}

export function updateKeyDescription(request: KmsRequest) {
  const description = request.input.text("Description", { max: 8192 });
  changeLivingKey(request, { description });
}

/** Useless at once, gone after the waiting period. */
export function scheduleKeyDeletion(request: KmsRequest) {
  const days = request.input.integer("PendingWindowInDays", { min: 7, max: 30 }) ?? 30;
  const deletionDate = new Date(request.call.now.getTime() + days * DAY);
  const { arn, state } = changeLivingKey(
    request,
    { state: "PendingDeletion", deletionDate },
    { "kms:ScheduleKeyDeletionPendingWindowInDays": String(days) },
  );
  return { KeyId: arn, DeletionDate: deletionDate, KeyState: state, PendingWindowInDays: days };
}

/** The key comes back disabled. */
export function cancelKeyDeletion(request: KmsRequest) {
  const { arn } = changeKey(request, ({ deletionDate: _, ...key }) => {
    if (key.state !== "PendingDeletion") {
      throw invalidState(`${key.arn} is not pending deletion.`);
    }
    return { ...key, state: "Disabled" };
  });
  return { KeyId: arn };
}

function changeLivingKey(
  request: KmsRequest,
  change: Partial<KeyRecord>,
  context?: Record<string, string>,
): KeyRecord {
  return changeKey(
    request,
    (key) => {
      requireNotPendingDeletion(key);
      return { ...key, ...change };
    },
    context,
  );
}
