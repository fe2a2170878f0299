import { randomBytes } from "node:crypto";
import { IDENTIFIER, type Input } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages";
import { authoriseCaller } from "./authorise-key";
import { checkGrantTokens } from "./grant-record";
import { dataKeyUnder, decryptWith, encryptUnder } from "./key-use";
import type { KmsRequest } from "./kms-context";

const ALGORITHM = "SYMMETRIC_DEFAULT";
const CIPHERTEXT = { min: 1, max: 6144 };

export function encrypt(request: KmsRequest) {
  const input = checkedInput(request);
  const { keyArn, ciphertext } = encryptUnder(
    request,
    input.text("KeyId", IDENTIFIER),
    input.blob("Plaintext", { min: 1, max: 4096 }),
    input.textMap("EncryptionContext"),
  );
  return { CiphertextBlob: ciphertext, KeyId: keyArn, EncryptionAlgorithm: ALGORITHM };
}

export function decrypt(request: KmsRequest) {
  const input = checkedInput(request);
  const { keyArn, plaintext } = decryptWith(
    request,
    input.blob("CiphertextBlob", CIPHERTEXT),
    input.textMap("EncryptionContext"),
    input.optionalText("KeyId", IDENTIFIER),
  );
  return { KeyId: keyArn, Plaintext: plaintext, EncryptionAlgorithm: ALGORITHM };
}

/** Moves from one key or encryption context to another. The plaintext never leaves KMS. */
export function reEncrypt(request: KmsRequest) {
  const input = checkedInput(request);
  const from = decryptWith(
    request,
    input.blob("CiphertextBlob", CIPHERTEXT),
    input.textMap("SourceEncryptionContext"),
    input.optionalText("SourceKeyId", IDENTIFIER),
    "kms:ReEncryptFrom",
  );
  const to = encryptUnder(
    request,
    input.text("DestinationKeyId", IDENTIFIER),
    from.plaintext,
    input.textMap("DestinationEncryptionContext"),
    "kms:ReEncryptTo",
  );
  return {
    CiphertextBlob: to.ciphertext,
    SourceKeyId: from.keyArn,
    KeyId: to.keyArn,
    SourceEncryptionAlgorithm: ALGORITHM,
    DestinationEncryptionAlgorithm: ALGORITHM,
  };
}

export function generateDataKey(request: KmsRequest) {
  const { keyArn, plaintext, ciphertext } = newDataKey(request);
  return { CiphertextBlob: ciphertext, Plaintext: plaintext, KeyId: keyArn };
}

export function generateDataKeyWithoutPlaintext(request: KmsRequest) {
  const { keyArn, ciphertext } = newDataKey(request);
  return { CiphertextBlob: ciphertext, KeyId: keyArn };
}

function newDataKey(request: KmsRequest) {
  const input = checkedInput(request);
  const spec = input.optionalText("KeySpec", { oneOf: ["AES_256", "AES_128"] });
  const bytes = input.integer("NumberOfBytes", { min: 1, max: 1024 });
  if ((spec === undefined) === (bytes === undefined)) {
    throw validationException("Please specify either number of bytes or key spec.");
  }
  return dataKeyUnder(
    request,
    input.text("KeyId", IDENTIFIER),
    bytes ?? (spec === "AES_128" ? 16 : 32),
    input.textMap("EncryptionContext"),
    request.action,
  );
}

function checkedInput(request: KmsRequest): Input {
  const { input } = request;
  const algorithms = [
    "EncryptionAlgorithm",
    "SourceEncryptionAlgorithm",
    "DestinationEncryptionAlgorithm",
  ];
  for (const member of algorithms) {
    const algorithm = input.optionalText(member) ?? ALGORITHM;
    if (algorithm !== ALGORITHM) {
      throw new AwsError(
        "InvalidKeyUsageException",
        `${member} must be ${ALGORITHM} for a symmetric key, got ${algorithm}`,
      );
    }
  }
  checkGrantTokens(request);
  return input;
}

export function generateRandom(request: KmsRequest) {
  const { input, action } = request;
  const bytes = input.requiredInteger("NumberOfBytes", { min: 1, max: 1024 });
  authoriseCaller(request, action, "*");
  return { Plaintext: randomBytes(bytes) };
}
