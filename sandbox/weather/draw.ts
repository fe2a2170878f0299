import { createHash } from "node:crypto";

/** A number from 0 to below 1: always the same one for the same seed and names. */
export function draw(seed: number, ...names: (string | number)[]): number {
  const digest = createHash("sha256")
    .update(JSON.stringify([seed, ...names]))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
