import { optionalInteger, requiredString } from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { changeKey } from "./change-key";
import { requireNotPendingDeletion } from "./key-state";
import type { KmsContext } from "./kms-context";

const DAY = 24 * 60 * 60 * 1000;

/** `EnableKey` */
export function enableKey(context: KmsContext): Operation {
  return (call, input) => {
    changeKey(context, call, input, "EnableKey", (key) => {
      requireNotPendingDeletion(key);
      return { ...key, state: "Enabled" };
    });
  };
}

/** `DisableKey`: what it encrypted cannot be read until it is enabled again. */
export function disableKey(context: KmsContext): Operation {
  return (call, input) => {
    changeKey(context, call, input, "DisableKey", (key) => {
      requireNotPendingDeletion(key);
      return { ...key, state: "Disabled" };
    });
  };
}

/** `UpdateKeyDescription` */
export function updateKeyDescription(context: KmsContext): Operation {
  return (call, input) => {
    const description = requiredString(input, "Description", { max: 8192 });
    changeKey(context, call, input, "UpdateKeyDescription", (key) => {
      requireNotPendingDeletion(key);
      return { ...key, description };
    });
  };
}

/** `ScheduleKeyDeletion`: useless at once, gone after the waiting period. */
export function scheduleKeyDeletion(context: KmsContext): Operation {
  return (call, input) => {
    const days = optionalInteger(input, "PendingWindowInDays", { min: 7, max: 30 }) ?? 30;
    const key = changeKey(
      context,
      call,
      input,
      "ScheduleKeyDeletion",
      (current) => {
        requireNotPendingDeletion(current);
        return {
          ...current,
          state: "PendingDeletion",
          deletionDate: new Date(call.now.getTime() + days * DAY),
        };
      },
      { "kms:ScheduleKeyDeletionPendingWindowInDays": String(days) },
    );
    return {
      KeyId: key.arn,
      DeletionDate: key.deletionDate,
      KeyState: key.state,
      PendingWindowInDays: days,
    };
  };
}

/** `CancelKeyDeletion`: the key comes back disabled. */
export function cancelKeyDeletion(context: KmsContext): Operation {
  return (call, input) => {
    const { arn } = changeKey(
      context,
      call,
      input,
      "CancelKeyDeletion",
      ({ deletionDate: _, ...key }) => {
        if (key.state !== "PendingDeletion") {
          throw new AwsError("KMSInvalidStateException", `${key.arn} is not pending deletion.`);
        }
        return { ...key, state: "Disabled" };
      },
    );
    return { KeyId: arn };
  };
}
