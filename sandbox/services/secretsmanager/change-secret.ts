import type { StoreWriter } from "../../store/store";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import {
  authorisedSecret,
  type CallContext,
  requireNotDeleted,
  requirePrimary,
} from "./authorised-secret";
import { saveSecret } from "./save-secret";
import type { SecretRecord } from "./secret-record";
import type { SecretValue } from "./secret-value";

/**
 * Replaces the secret that `SecretId` names by what `change` makes of it, once the caller may do that; what `change`
 * leaves as it is is not written. Throws `InvalidParameterException` for a replica and `InvalidRequestException` for a
 * secret in its recovery window. `known` are values by version id that the caller has just given.
 */
export function changeSecret(
  request: EncryptingRequest,
  change: (secret: SecretRecord, writer: StoreWriter) => SecretRecord,
  context: CallContext = {},
  known: Record<string, SecretValue> = {},
): SecretRecord {
  const { platform, call } = request;
  return platform.store.transaction((writer) => {
    const secret = authorisedSecret(request, context);
    requirePrimary(secret);
    requireNotDeleted(secret);
    const changed = change(secret, writer);
    if (changed === secret) return secret;
    return saveSecret(request, writer, { ...changed, lastChanged: call.now }, known);
  });
}

/** The members by which most operations answer. */
export function shortAnswer({ arn, name }: SecretRecord): { ARN: string; Name: string } {
  return { ARN: arn, Name: name };
}
