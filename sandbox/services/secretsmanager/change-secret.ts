import type { Input } from "../../operations/input/member";
import type { StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { CallContext } from "./authorised-secret";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import { saveSecret } from "./save-secret";
import type { SecretRecord } from "./secret-record";
import type { SecretsContext } from "./secrets-context";

/**
 * Replaces the secret that `SecretId` names by what `change` makes of it, once the caller may do `action` with it.
 * Throws `InvalidRequestException` for a replica and for a secret in its recovery window.
 */
export function changeSecret(
  context: SecretsContext,
  call: Call,
  input: Input,
  action: string,
  change: (secret: SecretRecord, writer: StoreWriter) => SecretRecord,
  more: CallContext = {},
): SecretRecord {
  return context.platform.store.transaction((writer) => {
    const secret = authorisedSecret(context, call, input, action, more);
    requirePrimary(secret);
    requireNotDeleted(secret);
    const changed = { ...change(secret, writer), lastChanged: call.now };
    return saveSecret(context, call, writer, changed);
  });
}

/** Throws `InvalidRequestException` where the secret follows a primary in another Region. */
export function requirePrimary({ primaryRegion }: SecretRecord): void {
  if (primaryRegion !== undefined) {
    throw new AwsError(
      "InvalidRequestException",
      "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    );
  }
}

/** The members by which most operations answer. */
export function shortAnswer({ arn, name }: SecretRecord): { ARN: string; Name: string } {
  return { ARN: arn, Name: name };
}
