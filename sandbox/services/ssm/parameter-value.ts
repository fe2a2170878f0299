import { open, seal } from "../../store/sealed-box";
import { AwsError } from "../../wire/messages";
import type { EncryptingCall } from "../kms/encrypting-platform";
import type { ParameterRecord, ParameterVersion } from "./parameter-record";

/** The stored form of a value. A `SecureString` is encrypted as the caller, by its key or, if advanced, by a data key. */
export function storeValue(
  { platform: { kms }, call }: EncryptingCall,
  parameter: ParameterRecord,
  value: string,
): ParameterVersion {
  const { arn, type, tier, keyId, modified, modifiedBy, dataType, description } = parameter;
  const traits = {
    ...{ modified, modifiedBy, tier, dataType, labels: [] },
    ...(description !== undefined && { description }),
    ...(keyId !== undefined && { keyId }),
  };
  if (type !== "SecureString") return { ...traits, text: value };
  const client = kms.viaService(call, "ssm");
  const key = keyId ?? client.managedKey;
  const plaintext = Buffer.from(value);
  return throughKey(() => {
    if (tier === "Standard") {
      const { ciphertext } = client.encrypt(key, plaintext, encryptionContext(arn));
      return { ...traits, ciphertext };
    }
    const dataKey = client.generateDataKey(key, encryptionContext(arn));
    return {
      ...traits,
      ciphertext: seal(dataKey.plaintext, plaintext, arn),
      encryptedDataKey: dataKey.ciphertext,
    };
  });
}

/** A value as the caller asked for it. A `SecureString` stays encrypted unless `decrypt`. */
export function shownValue(
  { platform: { kms }, call }: EncryptingCall,
  { arn }: ParameterRecord,
  version: ParameterVersion,
  decrypt: boolean,
): string {
  if ("text" in version) return version.text;
  const ciphertext = Buffer.from(version.ciphertext);
  if (!decrypt) return ciphertext.toString("base64");
  const client = kms.viaService(call, "ssm");
  const { encryptedDataKey } = version;
  const plaintext = throughKey(() => {
    const sealed = encryptedDataKey ? Buffer.from(encryptedDataKey) : ciphertext;
    const opened = client.decrypt(sealed, encryptionContext(arn)).plaintext;
    return encryptedDataKey ? open(opened, ciphertext, arn) : opened;
  });
  if (!plaintext) throw new Error(`the value of ${arn} is damaged`);
  return plaintext.toString();
}

function encryptionContext(arn: string): Record<string, string> {
  return { PARAMETER_ARN: arn };
}

function throughKey<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === "AccessDeniedException") throw error;
    throw new AwsError("InvalidKeyId", `${error.message} (${error.code})`.trim());
  }
}
