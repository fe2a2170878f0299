import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The files under a directory that contain a value, as it is or in base64. Paths are relative to the directory. */
export function filesHolding(directory: string, value: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => holds(readFileSync(file), value))
    .map((file) => relative(directory, file))
    .sort();
}

/** Whether bytes contain a value, as it is or in base64, at any offset. */
export function holds(bytes: Buffer, value: string): boolean {
  return [value, ...encodings(value)].some((form) => bytes.includes(form));
}

/** The base64 forms of a value at each of the three offsets, without the characters that depend on its surroundings. */
function encodings(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from("\0".repeat(offset) + value).toString("base64");
    const whole = Math.floor(((offset + value.length) * 4) / 3 / 4) * 4;
    return encoded.slice(offset === 0 ? 0 : 4, whole);
  });
}
