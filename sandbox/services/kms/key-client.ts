import type { Call } from "../../wire/messages/operation";
import { authoriseKey } from "./authorise-key";
import type { EncryptionContext } from "./encryption-context";
import type { KeyRecord } from "./key-record";
import { dataKeyUnder, decryptWith, encryptUnder } from "./key-use";
import type { KmsContext } from "./kms-context";
import { managedKeyAlias } from "./managed-key";
import { resolveKey } from "./resolve-key";

/**
 * KMS as another AWS service uses it for a caller: authorised as the caller, with `kms:ViaService` set.
 * Each method throws KMS's own errors.
 */
export interface KeyClient {
  /** Alias of the key that AWS manages for the service in the caller's account. */
  readonly managedKey: string;
  /** The key that a `KeyId` names, once the caller may describe it. */
  describeKey(keyId: string): KeyRecord;
  generateDataKey(keyId: string, context: EncryptionContext): DataKey;
  encrypt(keyId: string, plaintext: Buffer, context: EncryptionContext): Encrypted;
  decrypt(ciphertext: Buffer, context: EncryptionContext): Decrypted;
}

export interface Encrypted {
  keyArn: string;
  /** The key is one that AWS manages: no other account can use it. */
  managed: boolean;
  ciphertext: Buffer;
}

export interface Decrypted {
  keyArn: string;
  plaintext: Buffer;
}

/** A data key of 32 bytes, in the clear and encrypted. */
export type DataKey = Encrypted & Decrypted;

/** A client for one call of `service`, e.g. `secretsmanager`, in the call's Region. */
export function keyClient(kms: KmsContext, call: Call, service: string): KeyClient {
  const use = { call, through: service };
  return {
    managedKey: managedKeyAlias(service),
    describeKey: (keyId) => {
      const found = resolveKey(kms, use, keyId);
      authoriseKey(kms, use, "kms:DescribeKey", found);
      return found.key;
    },
    generateDataKey: (keyId, bound) => dataKeyUnder(kms, use, keyId, 32, bound),
    encrypt: (keyId, plaintext, bound) => encryptUnder(kms, use, keyId, plaintext, bound),
    decrypt: (ciphertext, bound) => decryptWith(kms, use, ciphertext, bound),
  };
}
