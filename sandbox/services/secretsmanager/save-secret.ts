import type { StoreWriter } from "../../store/store";
import type { EncryptingCall } from "../kms/encrypting-platform";
import { followPrimary } from "./follow-primary";
import { type SecretRecord, secretKey } from "./secret-record";
import type { SecretValue } from "./secret-value";

/**
 * Writes a secret and brings its replicas up to it. `known` are values that the caller has just given, by version id: a caller that
 * may only write cannot decrypt them again.
 */
export function saveSecret(
  request: EncryptingCall,
  writer: StoreWriter,
  secret: SecretRecord,
  known: Record<string, SecretValue> = {},
): SecretRecord {
  const replicas = secret.replicas.map((replica) =>
    followPrimary(request, writer, secret, replica, known),
  );
  const saved = { ...secret, replicas };
  writer.put(secretKey(secret), saved);
  return saved;
}
