import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "../../identity/platform";
import { open, seal } from "../../store/sealed-box";
import type { KeyRecord } from "./key-record";

/** Makes and unwraps key material. Unwrapped material stays in memory, never in the store. */
export interface KeyMaterial {
  /** New random material for a key, wrapped for the store. */
  create(keyId: string, version: number): Buffer;
  /** The 32 bytes of one version of a key's material. Undefined if the key has no such version. */
  unwrap(key: KeyRecord, version: number): Buffer | undefined;
}

export function keyMaterial(rootKey: Buffer): KeyMaterial {
  // Keyed by wrapped bytes: they are random, so a key re-created under the same ARN finds nothing of the old one.
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

// Replicas of a multi-Region key share its material, so this must not include the ARN.
function boundTo(keyId: string, version: number): string {
  return `${keyId}#${version}`;
}

const FILE = "kms-root-key";
const LENGTH = 32;

/** Reads the key that wraps all key material, or makes it. Throws if keys are stored and the file is missing or damaged. */
export function loadRootKey({ directory, store }: Platform): Buffer {
  const file = join(directory, FILE);
  const stored = read(file);
  if (stored?.length === LENGTH) return stored;
  if (stored || store.list(["kms-key"]).length > 0) {
    throw new Error(
      `${FILE} must hold the ${LENGTH} bytes that the stored keys were wrapped with, got ${stored?.length ?? "no file"}: restore it beside the state, or start with an empty data directory`,
    );
  }
  return make(file);
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function make(file: string): Buffer {
  const key = randomBytes(LENGTH);
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeSync(descriptor, key);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return key;
}
