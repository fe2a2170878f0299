import { booleanMember, optionalInteger } from "../../operations/input/member";
import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { authorisedSecret } from "./authorised-secret";
import { requirePrimary, shortAnswer } from "./change-secret";
import { saveSecret } from "./save-secret";
import type { SecretRecord } from "./secret-record";
import { eraseSecret } from "./secret-record";
import type { SecretsContext } from "./secrets-context";

const DAY = 24 * 60 * 60 * 1000;

/** `DeleteSecret`: unreadable at once, gone after the recovery window, or at once where that is forced. */
export function deleteSecret(context: SecretsContext): Operation {
  const { store } = context.platform;
  return (call, input) => {
    const force = booleanMember(input, "ForceDeleteWithoutRecovery");
    const days = optionalInteger(input, "RecoveryWindowInDays");
    checkWindow(force, days);
    return store.transaction((writer) => {
      const secret = authorisedSecret(context, call, input, "DeleteSecret", {
        "secretsmanager:ForceDeleteWithoutRecovery": String(force),
        ...(!force && { "secretsmanager:RecoveryWindowInDays": String(days ?? 30) }),
      });
      requireDeletable(secret, force);
      if (force) {
        eraseSecret(store, writer, secret);
        return { ...shortAnswer(secret), DeletionDate: call.now };
      }
      const deletion = { requested: call.now, due: after(call, days ?? 30) };
      saveSecret(context, call, writer, { ...secret, deletion, lastChanged: call.now });
      return { ...shortAnswer(secret), DeletionDate: deletion.due };
    });
  };
}

/** `RestoreSecret`: ends the recovery window. */
export function restoreSecret(context: SecretsContext): Operation {
  return (call, input) =>
    context.platform.store.transaction((writer) => {
      const secret = authorisedSecret(context, call, input, "RestoreSecret");
      const { deletion, ...restored } = secret;
      if (deletion) {
        saveSecret(context, call, writer, { ...restored, lastChanged: call.now });
      }
      return shortAnswer(secret);
    });
}

function checkWindow(force: boolean, days: number | undefined): void {
  if (force && days !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days !== undefined && (days < 7 || days > 30)) {
    throw new AwsError(
      "InvalidParameterException",
      "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
    );
  }
}

function requireDeletable(secret: SecretRecord, force: boolean): void {
  requirePrimary(secret);
  if (secret.replicas.length > 0) {
    const regions = secret.replicas.map(({ region }) => region).join(", ");
    throw new AwsError(
      "InvalidRequestException",
      `You can't delete secret ${secret.name} that still has replica regions [${regions}]`,
    );
  }
  if (secret.deletion && !force) {
    throw new AwsError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was already scheduled for deletion.",
    );
  }
}

function after({ now }: Call, days: number): Date {
  return new Date(now.getTime() + days * DAY);
}
