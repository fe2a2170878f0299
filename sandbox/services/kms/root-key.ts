import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

import type { Platform } from "../../identity/platform";

const FILE = "kms-root-key";
const LENGTH = 32;

/**
 * Reads the key that wraps every other key's material, and makes it, readable by its owner alone, where the
 * sandbox is new. Throws where keys are stored already and the file that unwraps them is gone or damaged.
 */
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
