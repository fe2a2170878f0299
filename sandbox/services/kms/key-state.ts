import { invalidState } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages/operation";
import type { KeyRecord } from "./key-record";

/** Throws unless the key can encrypt and decrypt: `DisabledException`, `KMSInvalidStateException`. */
export function requireEnabled(key: KeyRecord): void {
  requireNotPendingDeletion(key);
  if (key.state === "Disabled") throw new AwsError("DisabledException", `${key.arn} is disabled.`);
}

/** Throws `KMSInvalidStateException` where the key is waiting to be deleted. */
export function requireNotPendingDeletion(key: KeyRecord): void {
  if (key.state === "PendingDeletion") {
    throw invalidState(`${key.arn} is pending deletion.`);
  }
}
