import { randomBytes } from "node:crypto";
import { accessDenied } from "../../operations/input/refusals";
import type { Calling } from "../../operations/service";
import { AwsError } from "../../wire/messages";
import { authoriseKey } from "./authorise-key";
import {
  canonicalContext,
  decryptBlob,
  type EncryptionContext,
  encryptBlob,
  encryptionContextKeys,
  readHeader,
} from "./ciphertext-blob";
import type { Decrypted, Encrypted, KeyClient } from "./encrypting-platform";
import { findKey, type KeyRecord, requireEnabled } from "./key-record";
import type { KeyUse, KmsContext } from "./kms-context";
import { managedKeyAlias } from "./managed-key";
import { type ResolvedKey, resolveKey } from "./resolve-key";

const ALGORITHM = { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" };

export function encryptUnder(
  use: KeyUse,
  keyId: string,
  plaintext: Buffer,
  context: EncryptionContext,
  action = "kms:Encrypt",
): Encrypted {
  const key = usableKey(use, action, resolveKey(use, keyId), context);
  const ciphertext = encryptBlob(use.platform.material, key, plaintext, context);
  return { keyArn: key.arn, managed: key.manager === "AWS", ciphertext };
}

export function dataKeyUnder(
  use: KeyUse,
  keyId: string,
  bytes: number,
  context: EncryptionContext,
  action = "kms:GenerateDataKey",
): Encrypted & Decrypted {
  const key = usableKey(use, action, resolveKey(use, keyId), context);
  const plaintext = randomBytes(bytes);
  const ciphertext = encryptBlob(use.platform.material, key, plaintext, context);
  return { keyArn: key.arn, managed: key.manager === "AWS", plaintext, ciphertext };
}

/** Decrypts; `keyId` must name the encrypting key. Throws `InvalidCiphertextException` for another ciphertext or context. */
export function decryptWith(
  use: KeyUse,
  ciphertext: Buffer,
  context: EncryptionContext,
  keyId?: string,
  action = "kms:Decrypt",
): Decrypted {
  const named = keyId === undefined ? undefined : resolveKey(use, keyId);
  const made = named ?? { key: encryptingKey(use, ciphertext) };
  const key = usableKey(use, action, made, context);
  if (named && readHeader(ciphertext)?.keyId !== key.keyId) {
    throw new AwsError(
      "IncorrectKeyException",
      "The key ID in the request does not identify a CMK that can perform this operation.",
    );
  }
  const plaintext = decryptBlob(use.platform.material, key, ciphertext, context);
  if (!plaintext) throw new AwsError("InvalidCiphertextException", "");
  return { keyArn: key.arn, plaintext };
}

function usableKey(
  use: KeyUse,
  action: string,
  found: ResolvedKey,
  context: EncryptionContext,
): KeyRecord {
  canonicalContext(context);
  authoriseKey(use, action, found, { ...ALGORITHM, ...encryptionContextKeys(context) });
  requireEnabled(found.key);
  return found.key;
}

// A multi-Region key decrypts in each of its Regions, so the caller's Region counts and not the ciphertext's.
function encryptingKey(use: KeyUse, ciphertext: Buffer): KeyRecord {
  const header = readHeader(ciphertext);
  if (!header) throw new AwsError("InvalidCiphertextException", "");
  const key = findKey(use, header.account, header.keyId);
  if (!key) {
    throw accessDenied(
      "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
    );
  }
  return key;
}

export function keyClient(calling: Calling<KmsContext>, service: string): KeyClient {
  const use = { ...calling, callingService: service };
  return {
    managedKey: managedKeyAlias(service),
    generateDataKey: (keyId, bound) => dataKeyUnder(use, keyId, 32, bound),
    encrypt: (keyId, plaintext, bound) => encryptUnder(use, keyId, plaintext, bound),
    decrypt: (ciphertext, bound) => decryptWith(use, ciphertext, bound),
  };
}
