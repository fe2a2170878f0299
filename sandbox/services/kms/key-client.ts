import type { Calling } from "../../operations/service";
import type { KeyClient } from "./encrypting-platform";
import { dataKeyUnder, decryptWith, encryptUnder } from "./key-use";
import type { KmsContext } from "./kms-context";
import { managedKeyAlias } from "./managed-key";

/** A client for one call of `service`, e.g. `secretsmanager`, in the call's Region. */
export function keyClient(calling: Calling<KmsContext>, service: string): KeyClient {
  const use = { ...calling, callingService: service };
  return {
    managedKey: managedKeyAlias(service),
    generateDataKey: (keyId, bound) => dataKeyUnder(use, keyId, 32, bound),
    encrypt: (keyId, plaintext, bound) => encryptUnder(use, keyId, plaintext, bound),
    decrypt: (ciphertext, bound) => decryptWith(use, ciphertext, bound),
  };
}
