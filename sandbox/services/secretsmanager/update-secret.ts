import { IDENTIFIER, optionalString } from "../../operations/input/member";
import type { StoreWriter } from "../../store/store";
import type { Call, Operation } from "../../wire/messages/operation";
import { addVersion } from "./add-version";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import { requirePrimary, shortAnswer } from "./change-secret";
import { saveSecret } from "./save-secret";
import type { SecretRecord } from "./secret-record";
import { findVersion, putVersion } from "./secret-record";
import { checkKey, decryptValue, encryptValue, readValue } from "./secret-value";
import type { SecretsContext } from "./secrets-context";
import { CURRENT, labelledOnly } from "./staging-labels";
import { newVersionId } from "./version-members";

/** `UpdateSecret`: description, key and value, each where it is given. */
export function updateSecret(context: SecretsContext): Operation {
  return (call, input) => {
    const value = readValue(input);
    const versionId = newVersionId(input);
    const description = optionalString(input, "Description", { max: 2048 });
    const kmsKeyId = optionalString(input, "KmsKeyId", { ...IDENTIFIER, min: 0 });
    return context.platform.store.transaction((writer) => {
      const secret = authorisedSecret(context, call, input, "UpdateSecret", {
        ...(description !== undefined && { "secretsmanager:Description": description }),
        ...(kmsKeyId !== undefined && { "secretsmanager:KmsKeyId": kmsKeyId }),
      });
      requirePrimary(secret);
      requireNotDeleted(secret);
      const described = description === undefined ? secret : { ...secret, description };
      const keyed =
        kmsKeyId === undefined ? described : withKey(context, call, writer, described, kmsKeyId);
      const filled = value
        ? addVersion(context, call, writer, keyed, versionId, value, [CURRENT])
        : keyed;
      const saved = saveSecret(
        context,
        call,
        writer,
        { ...filled, lastChanged: call.now },
        value && { [versionId]: value },
      );
      return { ...shortAnswer(saved), ...(value && { VersionId: versionId }) };
    });
  };
}

/** Gives the secret another key and encrypts its labelled versions again; an empty `kmsKeyId` is the managed key. */
function withKey(
  context: SecretsContext,
  call: Call,
  writer: StoreWriter,
  secret: SecretRecord,
  kmsKeyId: string,
): SecretRecord {
  const { kmsKeyId: _, ...rest } = secret;
  const keyed: SecretRecord = kmsKeyId === "" ? rest : { ...rest, kmsKeyId };
  checkKey(context, call, keyed);
  for (const versionId of Object.keys(labelledOnly(secret.labels))) {
    const version = findVersion(context.platform.store, secret, versionId);
    if (!version) continue;
    const value = decryptValue(context, call, secret, version);
    const again = encryptValue(context, call, keyed, versionId, value);
    putVersion(writer, keyed, { ...again, created: version.created });
  }
  return keyed;
}
