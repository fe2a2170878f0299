import type { Input } from "../../operations/input/member";
import {
  booleanMember,
  IDENTIFIER,
  optionalInteger,
  optionalString,
  requiredBlob,
  requiredString,
  stringMap,
} from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { dataKeyUnder, decryptWith, encryptUnder } from "./key-use";
import type { KmsContext } from "./kms-context";

const ALGORITHM = "SYMMETRIC_DEFAULT";
const CIPHERTEXT = { min: 1, max: 6144 };

/** `Encrypt` */
export function encrypt(context: KmsContext): Operation {
  return (call, input) => {
    refuseUnsupported(input);
    const { keyArn, ciphertext } = encryptUnder(
      context,
      { call },
      requiredString(input, "KeyId", IDENTIFIER),
      requiredBlob(input, "Plaintext", { min: 1, max: 4096 }),
      stringMap(input, "EncryptionContext"),
    );
    return {
      CiphertextBlob: ciphertext.toString("base64"),
      KeyId: keyArn,
      EncryptionAlgorithm: ALGORITHM,
    };
  };
}

/** `Decrypt` */
export function decrypt(context: KmsContext): Operation {
  return (call, input) => {
    refuseUnsupported(input);
    const { keyArn, plaintext } = decryptWith(
      context,
      { call },
      requiredBlob(input, "CiphertextBlob", CIPHERTEXT),
      stringMap(input, "EncryptionContext"),
      optionalString(input, "KeyId", IDENTIFIER),
    );
    return {
      KeyId: keyArn,
      Plaintext: plaintext.toString("base64"),
      EncryptionAlgorithm: ALGORITHM,
    };
  };
}

/** `ReEncrypt`: from one key or encryption context to another, the plaintext never leaving KMS. */
export function reEncrypt(context: KmsContext): Operation {
  return (call, input) => {
    refuseUnsupported(input);
    const from = decryptWith(
      context,
      { call },
      requiredBlob(input, "CiphertextBlob", CIPHERTEXT),
      stringMap(input, "SourceEncryptionContext"),
      optionalString(input, "SourceKeyId", IDENTIFIER),
      "ReEncryptFrom",
    );
    const to = encryptUnder(
      context,
      { call },
      requiredString(input, "DestinationKeyId", IDENTIFIER),
      from.plaintext,
      stringMap(input, "DestinationEncryptionContext"),
      "ReEncryptTo",
    );
    return {
      CiphertextBlob: to.ciphertext.toString("base64"),
      SourceKeyId: from.keyArn,
      KeyId: to.keyArn,
      SourceEncryptionAlgorithm: ALGORITHM,
      DestinationEncryptionAlgorithm: ALGORITHM,
    };
  };
}

/** `GenerateDataKey` */
export function generateDataKey(context: KmsContext): Operation {
  return (call, input) => {
    const { keyArn, plaintext, ciphertext } = dataKeyUnder(
      context,
      { call },
      ...dataKeyMembers(input),
    );
    return {
      CiphertextBlob: ciphertext.toString("base64"),
      Plaintext: plaintext.toString("base64"),
      KeyId: keyArn,
    };
  };
}

/** `GenerateDataKeyWithoutPlaintext` */
export function generateDataKeyWithoutPlaintext(context: KmsContext): Operation {
  return (call, input) => {
    const { keyArn, ciphertext } = dataKeyUnder(
      context,
      { call },
      ...dataKeyMembers(input),
      "GenerateDataKeyWithoutPlaintext",
    );
    return { CiphertextBlob: ciphertext.toString("base64"), KeyId: keyArn };
  };
}

function dataKeyMembers(input: Input): [string, number, Record<string, string>] {
  refuseUnsupported(input);
  const spec = optionalString(input, "KeySpec", { oneOf: ["AES_256", "AES_128"] });
  const bytes = optionalInteger(input, "NumberOfBytes", { min: 1, max: 1024 });
  if ((spec === undefined) === (bytes === undefined)) {
    throw new AwsError("ValidationException", "Please specify either number of bytes or key spec.");
  }
  return [
    requiredString(input, "KeyId", IDENTIFIER),
    bytes ?? (spec === "AES_128" ? 16 : 32),
    stringMap(input, "EncryptionContext"),
  ];
}

function refuseUnsupported(input: Input): void {
  const algorithms = [
    "EncryptionAlgorithm",
    "SourceEncryptionAlgorithm",
    "DestinationEncryptionAlgorithm",
  ];
  for (const member of algorithms) {
    const algorithm = optionalString(input, member) ?? ALGORITHM;
    if (algorithm !== ALGORITHM) {
      throw new AwsError(
        "InvalidKeyUsageException",
        `${member} must be ${ALGORITHM} for a symmetric key, got ${algorithm}`,
      );
    }
  }
  if (input.Recipient !== undefined) {
    throw new AwsError("UnsupportedOperationException", "Recipient is not offered by the sandbox");
  }
  if (booleanMember(input, "DryRun")) {
    throw new AwsError("UnsupportedOperationException", "DryRun is not offered by the sandbox");
  }
}
