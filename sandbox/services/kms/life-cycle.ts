import type { Request } from "../../operations/service";
import { AwsError } from "../../wire/messages/operation";
import { changeKey } from "./change-key";
import type { KeyRecord } from "./key-record";
import { requireNotPendingDeletion } from "./key-state";
import type { KmsContext } from "./kms-context";

const DAY = 24 * 60 * 60 * 1000;

export function enableKey(kms: KmsContext, request: Request) {
  changeLivingKey(kms, request, { state: "Enabled" });
}

/** What the key encrypted cannot be read until it is enabled again. */
export function disableKey(kms: KmsContext, request: Request) {
  changeLivingKey(kms, request, { state: "Disabled" });
}

export function updateKeyDescription(kms: KmsContext, request: Request) {
  const description = request.input.text("Description", { max: 8192 });
  changeLivingKey(kms, request, { description });
}

/** Useless at once, gone after the waiting period. */
export function scheduleKeyDeletion(kms: KmsContext, request: Request) {
  const days = request.input.integer("PendingWindowInDays", { min: 7, max: 30 }) ?? 30;
  const deletionDate = new Date(request.call.now.getTime() + days * DAY);
  const { arn, state } = changeLivingKey(
    kms,
    request,
    { state: "PendingDeletion", deletionDate },
    { "kms:ScheduleKeyDeletionPendingWindowInDays": String(days) },
  );
  return { KeyId: arn, DeletionDate: deletionDate, KeyState: state, PendingWindowInDays: days };
}

/** The key comes back disabled. */
export function cancelKeyDeletion(kms: KmsContext, request: Request) {
  const { arn } = changeKey(kms, request, ({ deletionDate: _, ...key }) => {
    if (key.state !== "PendingDeletion") {
      throw new AwsError("KMSInvalidStateException", `${key.arn} is not pending deletion.`);
    }
    return { ...key, state: "Disabled" };
  });
  return { KeyId: arn };
}

function changeLivingKey(
  kms: KmsContext,
  request: Request,
  change: Partial<KeyRecord>,
  context?: Record<string, string>,
): KeyRecord {
  return changeKey(
    kms,
    request,
    (key) => {
      requireNotPendingDeletion(key);
      return { ...key, ...change };
    },
    context,
  );
}
