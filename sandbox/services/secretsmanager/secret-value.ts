import { formatArn, parseArn } from "iam-proof/names";
import type { Input } from "../../operations/input/input";
import {
  invalidParameter,
  invalidRequest,
  validationException,
} from "../../operations/input/refusals";
import { open, seal } from "../../store/sealed-box";
import { AwsError, type Call } from "../../wire/messages";
import type { EncryptingCall, KeyClient } from "../kms/encrypting-platform";
import type { EncryptedDataKey, SecretRecord, VersionRecord } from "./secret-record";

/** A plaintext value. It exists only during one call. */
export interface SecretValue {
  kind: "string" | "binary";
  bytes: Buffer;
}

const LARGEST = 65_536;

export function readValue(input: Input): SecretValue | undefined {
  const text = input.optionalText("SecretString", { min: 1 });
  const binary = input.optionalBlob("SecretBinary", { min: 1 });
  if (text !== undefined && binary !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  const bytes = text === undefined ? binary : Buffer.from(text);
  if (!bytes) return undefined;
  if (bytes.length > LARGEST) {
    throw validationException(
      `a secret value must have at most ${LARGEST} bytes, got ${bytes.length}`,
    );
  }
  return { kind: text === undefined ? "binary" : "string", bytes };
}

export function shownValue({ kind, bytes }: SecretValue): Record<string, unknown> {
  return kind === "string" ? { SecretString: bytes.toString() } : { SecretBinary: bytes };
}

export function encryptValue(
  { platform: { kms }, call }: EncryptingCall,
  secret: SecretRecord,
  versionId: string,
  value: SecretValue,
): VersionRecord {
  const there = { ...call, region: secret.region };
  const client = kms.viaService(there, "secretsmanager");
  const context = encryptionContext(secret, versionId);
  const key = keyOf(client, call, secret);
  return throughKey("EncryptionFailure", () => {
    const dataKey = client.generateDataKey(key, context);
    return {
      versionId,
      created: call.now,
      kind: value.kind,
      keyArn: dataKey.keyArn,
      managed: dataKey.managed,
      encryptedDataKey: dataKey.ciphertext,
      encryptedValue: seal(dataKey.plaintext, value.bytes, secret.arn),
    };
  });
}

export function decryptValue(
  { platform: { kms }, call }: EncryptingCall,
  secret: SecretRecord,
  version: VersionRecord,
): SecretValue {
  const client = kms.viaService({ ...call, region: secret.region }, "secretsmanager");
  const dataKey = decryptDataKey(client, call, secret, version);
  const bytes = open(dataKey, Buffer.from(version.encryptedValue), secret.arn);
  if (!bytes) throw new Error(`version ${version.versionId} of ${secret.arn} is damaged`);
  return { kind: version.kind, bytes };
}

/** Encrypts a data key with the secret's current key, and keeps it under the former keys, which still decrypt it (AWS's guide). */
export function moveToKey(
  { platform: { kms }, call }: EncryptingCall,
  secret: SecretRecord,
  version: VersionRecord,
): VersionRecord {
  const client = kms.viaService({ ...call, region: secret.region }, "secretsmanager");
  const dataKey = decryptDataKey(client, call, secret, version);
  const context = encryptionContext(secret, version.versionId);
  const { ciphertext, keyArn, managed } = throughKey("EncryptionFailure", () =>
    client.encrypt(keyOf(client, call, secret), dataKey, context),
  );
  const kept = encryptedDataKeys(version).filter((one) => one.keyArn !== keyArn);
  return { ...version, keyArn, managed, encryptedDataKey: ciphertext, former: kept };
}

/** A version's data key under every KMS key that opens it, the current one first. */
export function encryptedDataKeys(version: VersionRecord): EncryptedDataKey[] {
  const { encryptedDataKey, former = [], keyArn, managed } = version;
  return [{ encryptedDataKey, keyArn, managed }, ...former];
}

/** Opens the data key with the first KMS key that the caller can use. Otherwise throws the current key's error. */
function decryptDataKey(
  client: KeyClient,
  call: Call,
  secret: SecretRecord,
  version: VersionRecord,
): Buffer {
  const context = encryptionContext(secret, version.versionId);
  const refusals: AwsError[] = [];
  for (const { encryptedDataKey, managed } of encryptedDataKeys(version)) {
    try {
      if (managed) refuseManagedKey(call, secret);
      const encrypted = Buffer.from(encryptedDataKey);
      return throughKey("DecryptionFailure", () => client.decrypt(encrypted, context)).plaintext;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      refusals.push(error);
    }
  }
  throw refusals[0];
}

/** The version in the encryption context when AWS tests a key. */
const KEY_ACCESS_CHECK = "RequestToValidateKeyAccess";

/** Throws AWS's error if the caller cannot encrypt and decrypt with a secret's new key. */
export function checkKey({ platform: { kms }, call }: EncryptingCall, secret: SecretRecord): void {
  const client = kms.viaService({ ...call, region: secret.region }, "secretsmanager");
  const key = keyOf(client, call, secret);
  const context = encryptionContext(secret, KEY_ACCESS_CHECK);
  const { ciphertext } = throughKey("EncryptionFailure", () =>
    client.generateDataKey(key, context),
  );
  throughKey("DecryptionFailure", () => client.decrypt(ciphertext, context));
}

function encryptionContext({ arn }: SecretRecord, versionId: string): Record<string, string> {
  return { SecretARN: arn, SecretVersionId: versionId };
}

// A key without an account in its name belongs to the owner, whoever calls.
function keyOf(client: KeyClient, call: Call, secret: SecretRecord): string {
  const { kmsKeyId, account, region } = secret;
  if (kmsKeyId === undefined || kmsKeyId === client.managedKey) {
    refuseManagedKey(call, secret);
    return client.managedKey;
  }
  if (kmsKeyId.startsWith("arn:")) return kmsKeyId;
  const partition = parseArn(secret.arn)?.partition ?? call.caller.partition;
  const resource = kmsKeyId.startsWith("alias/") ? kmsKeyId : `key/${kmsKeyId}`;
  return formatArn({ partition, service: "kms", region, account, resource });
}

function refuseManagedKey({ caller }: Call, { account }: SecretRecord): void {
  if (caller.account !== account) {
    throw invalidRequest(
      "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    );
  }
}

/** Runs `use`. A refusal of KMS becomes `AccessDeniedException`, or `failure` if the key's state forbids its use. */
function throughKey<T>(failure: "DecryptionFailure" | "EncryptionFailure", use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "AccessDeniedException") {
      throw new AwsError(
        "AccessDeniedException",
        "Access to KMS is not allowed",
        400,
        "Sender",
        error.reason ?? error.message,
      );
    }
    const verb = failure === "DecryptionFailure" ? "decrypt" : "encrypt";
    throw new AwsError(
      failure,
      `Secrets Manager can't ${verb} the protected secret text using the provided KMS key. ${error.message}`.trim(),
    );
  }
}
