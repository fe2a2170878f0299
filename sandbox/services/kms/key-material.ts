import { randomBytes } from "node:crypto";
import { open, seal } from "../../store/sealed-box";
import type { KeyRecord } from "./key-record";

/** Makes and unwraps the secret part of keys. Unwrapped material stays in memory, never in the store. */
export interface KeyMaterial {
  /** New random material for a key, wrapped for the store. */
  create(keyId: string, version: number): Buffer;
  /** The 32 bytes of one version of a key's material; undefined where the key has no such version. */
  unwrap(key: KeyRecord, version: number): Buffer | undefined;
}

/** Key material wrapped by `rootKey`. */
export function keyMaterial(rootKey: Buffer): KeyMaterial {
  // By wrapped bytes: they are random, so a key re-created under the same ARN finds nothing of the old one.
  const unwrapped = new Map<string, Buffer>();
  return {
    create: (keyId, version) => seal(rootKey, randomBytes(32), boundTo(keyId, version)),
    unwrap: (key, version) => {
      const wrapped = key.material[version - 1];
      if (!wrapped) return undefined;
      const name = Buffer.from(wrapped).toString("base64");
      const known = unwrapped.get(name);
      if (known) return known;
      const material = open(rootKey, Buffer.from(wrapped), boundTo(key.keyId, version));
      if (!material) throw new Error(`the material of ${key.arn} was not wrapped by this root key`);
      unwrapped.set(name, material);
      return material;
    },
  };
}

// Replicas of a multi-Region key share its material, so the ARN must not be part of this.
function boundTo(keyId: string, version: number): string {
  return `${keyId}#${version}`;
}
