import type { Call } from "../../wire/messages/operation";
import type { KeyClient } from "./encrypting-platform";
import { dataKeyUnder, decryptWith, encryptUnder } from "./key-use";
import type { KmsContext } from "./kms-context";
import { managedKeyAlias } from "./managed-key";

/** A client for one call of `service`, e.g. `secretsmanager`, in the call's Region. */
export function keyClient(kms: KmsContext, call: Call, service: string): KeyClient {
  const use = { call, through: service };
  return {
    managedKey: managedKeyAlias(service),
    generateDataKey: (keyId, bound) => dataKeyUnder(kms, use, keyId, 32, bound),
    encrypt: (keyId, plaintext, bound) => encryptUnder(kms, use, keyId, plaintext, bound),
    decrypt: (ciphertext, bound) => decryptWith(kms, use, ciphertext, bound),
  };
}
