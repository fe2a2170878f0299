import type { Platform } from "../../identity/platform";
import type { Calling, Request } from "../../operations/service";
import type { Call } from "../../wire/messages";
import type { EncryptionContext } from "./ciphertext-blob";

export interface EncryptingPlatform extends Platform {
  kms: KeyService;
}

export type EncryptingRequest = Request<EncryptingPlatform>;
export type EncryptingCall = Calling<EncryptingPlatform>;

export interface KeyService {
  /** KMS as used by `service`, e.g. `secretsmanager`, for the caller of `call`. */
  viaService(call: Call, service: string): KeyClient;
}

/** KMS as another AWS service uses it for a caller: authorised as the caller, with `kms:ViaService` set. Methods throw KMS's errors. */
export interface KeyClient {
  readonly managedKey: string;
  /** Makes a data key of 32 bytes, in plaintext and encrypted. */
  generateDataKey(keyId: string, context: EncryptionContext): Encrypted & Decrypted;
  encrypt(keyId: string, plaintext: Buffer, context: EncryptionContext): Encrypted;
  decrypt(ciphertext: Buffer, context: EncryptionContext): Decrypted;
}

export interface Encrypted {
  keyArn: string;
  /** Whether AWS manages the key: no other account can use it. */
  managed: boolean;
  ciphertext: Buffer;
}

export interface Decrypted {
  keyArn: string;
  plaintext: Buffer;
}
