import { invalidParameter, invalidRequest } from "../../operations/input/refusals";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import {
  authorisedSecret,
  lookUpSecret,
  requireExisting,
  requirePrimary,
  shortAnswer,
} from "./authorised-secret";
import { saveSecret } from "./save-secret";
import { eraseSecret, type SecretRecord } from "./secret-record";

const DAY = 24 * 60 * 60 * 1000;

/** Makes a secret unreadable at once. It is gone after the recovery window, or at once if forced. */
export function deleteSecret(request: EncryptingRequest) {
  const { call, input } = request;
  const { store } = request.platform;
  const force = input.flag("ForceDeleteWithoutRecovery");
  const given = input.integer("RecoveryWindowInDays");
  checkWindow(force, given);
  const days = given ?? 30;
  return store.transaction((writer) => {
    const found = lookUpSecret(request, {
      "secretsmanager:ForceDeleteWithoutRecovery": String(force),
      ...(!force && { "secretsmanager:RecoveryWindowInDays": String(days) }),
    });
    // Forcing the deletion of a missing secret succeeds.
    if ("missing" in found && force) {
      const name = input.text("SecretId");
      return { ARN: found.missing, Name: name, DeletionDate: call.now };
    }
    const secret = requireExisting(found);
    requireDeletable(secret, force);
    if (force) {
      eraseSecret(store, writer, secret);
      return { ...shortAnswer(secret), DeletionDate: call.now };
    }
    const deletion = { requested: call.now, due: new Date(call.now.getTime() + days * DAY) };
    saveSecret(request, writer, { ...secret, deletion, lastChanged: call.now });
    return { ...shortAnswer(secret), DeletionDate: deletion.due };
  });
}

export function restoreSecret(request: EncryptingRequest) {
  const { platform, call } = request;
  return platform.store.transaction((writer) => {
    const secret = authorisedSecret(request);
    const { deletion, ...restored } = secret;
    if (deletion) saveSecret(request, writer, { ...restored, lastChanged: call.now });
    return shortAnswer(secret);
  });
}

function checkWindow(force: boolean, days: number | undefined): void {
  if (force && days !== undefined) {
    throw invalidParameter(
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days !== undefined && (days < 7 || days > 30)) {
    throw invalidParameter(
      "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
    );
  }
}

function requireDeletable(secret: SecretRecord, force: boolean): void {
  requirePrimary(secret);
  if (secret.replicas.length > 0) {
    const regions = secret.replicas.map(({ region }) => region).join(", ");
    throw invalidParameter(
      `You can't delete secret ${secret.arn} that still has replica regions [${regions}]`,
    );
  }
  if (secret.deletion && !force) {
    throw invalidRequest(
      "You can't perform this operation on the secret because it was already scheduled for deletion.",
    );
  }
}
