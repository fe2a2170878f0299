import { IDENTIFIER } from "../../operations/input/input";
import type { StoreWriter } from "../../store/store";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { addVersion } from "./add-version";
import { changeSecret, shortAnswer } from "./change-secret";
import { findVersion, putVersion, type SecretRecord } from "./secret-record";
import { checkKey, decryptValue, encryptValue, readValue } from "./secret-value";
import { CURRENT, labelledOnly } from "./staging-labels";
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

/** Gives the secret another key and encrypts its labelled versions again; an empty `kmsKeyId` is the managed key. */
function withKey(
  request: EncryptingCall,
  writer: StoreWriter,
  secret: SecretRecord,
  kmsKeyId: string,
): SecretRecord {
  const { kmsKeyId: _, ...rest } = secret;
  const keyed: SecretRecord = kmsKeyId === "" ? rest : { ...rest, kmsKeyId };
  checkKey(request, keyed);
  for (const versionId of Object.keys(labelledOnly(secret.labels))) {
    const version = findVersion(request.platform.store, secret, versionId);
    if (!version) continue;
    const value = decryptValue(request, secret, version);
    const again = encryptValue(request, keyed, versionId, value);
    putVersion(writer, keyed, { ...again, created: version.created });
  }
  return keyed;
}
