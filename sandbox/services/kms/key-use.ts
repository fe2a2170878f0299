import { randomBytes } from "node:crypto";
import { accessDenied } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages/operation";
import { authoriseKey } from "./authorise-key";
import { decryptBlob, encryptBlob, readHeader } from "./ciphertext-blob";
import type { Decrypted, Encrypted } from "./encrypting-platform";
import {
  canonicalContext,
  type EncryptionContext,
  encryptionContextKeys,
} from "./encryption-context";
import { findKey, type KeyRecord } from "./key-record";
import { requireEnabled } from "./key-state";
import type { KeyUse } from "./kms-context";
import { type ResolvedKey, resolveKey } from "./resolve-key";

const ALGORITHM = { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" };

/** Encrypts `plaintext`, bound to `context`, under the key that `keyId` names. */
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

/** Makes a random data key, and the same encrypted under the key that `keyId` names. */
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

/**
 * Decrypts what a key of KMS encrypted. `keyId`, where given, must name the key that did.
 * Throws `InvalidCiphertextException` where the ciphertext or the context is not what was encrypted.
 */
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

// A multi-Region key decrypts in each of its Regions, so the caller's Region counts, not the ciphertext's.
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
