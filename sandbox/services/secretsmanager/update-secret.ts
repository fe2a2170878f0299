import { IDENTIFIER } from "../../operations/input/input";
import type { StoreWriter } from "../../store/store";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { addVersion } from "./add-version";
import { changeSecret, shortAnswer } from "./change-secret";
import { findVersion, putVersion, type SecretRecord, type VersionRecord } from "./secret-record";
import { checkKey, moveToKey, readValue } from "./secret-value";
import { CURRENT, labelledVersion, PENDING, PREVIOUS } from "./staging-labels";
import { newVersionId } from "./version-members";

/** Description, key and value, each where it is given. */
export function updateSecret(request: EncryptingRequest) {
  const { input } = request;
  const value = readValue(input);
  const versionId = newVersionId(input);
  const description = input.optionalText("Description", { max: 2048 });
  const kmsKeyId = input.optionalText("KmsKeyId", { ...IDENTIFIER, min: 0 });
  const saved = changeSecret(
    request,
    (secret, writer) => {
      const described = { ...secret, ...(description !== undefined && { description }) };
      const keyed =
        kmsKeyId === undefined ? described : withKey(request, writer, described, kmsKeyId);
      return value ? addVersion(request, writer, keyed, versionId, value, [CURRENT]) : keyed;
    },
    {
      ...(description !== undefined && { "secretsmanager:Description": description }),
      ...(kmsKeyId !== undefined && { "secretsmanager:KmsKeyId": kmsKeyId }),
    },
    value && { [versionId]: value },
  );
  return { ...shortAnswer(saved), ...(value && { VersionId: versionId }) };
}

/** Gives the secret another key, and encrypts the versions with AWS's own labels again where the caller may; an empty `kmsKeyId` is the managed key. */
function withKey(
  request: EncryptingCall,
  writer: StoreWriter,
  secret: SecretRecord,
  kmsKeyId: string,
): SecretRecord {
  const { kmsKeyId: _, ...rest } = secret;
  const keyed: SecretRecord = kmsKeyId === "" ? rest : { ...rest, kmsKeyId };
  checkKey(request, keyed);
  for (const label of [CURRENT, PENDING, PREVIOUS]) {
    const versionId = labelledVersion(secret.labels, label);
    const version = versionId && findVersion(request.platform.store, secret, versionId);
    if (!version) continue;
    const again = encryptAgain(request, keyed, version);
    if (again) putVersion(writer, keyed, again);
  }
  return keyed;
}

/**
 * A version under the key that its secret has now as well; undefined where the caller cannot open it or may not encrypt it, as AWS then
 * leaves it as it is: the secret has its new key in any case.
 */
function encryptAgain(
  request: EncryptingCall,
  secret: SecretRecord,
  version: VersionRecord,
): VersionRecord | undefined {
  try {
    return moveToKey(request, secret, version);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
