import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The files under a directory, by their paths within it, in which a value stands as it is or in base64. */
export function filesHolding(directory: string, value: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => holds(readFileSync(file), value))
    .map((file) => relative(directory, file))
    .sort();
}

/** Whether a value stands in some bytes as it is or in base64, whatever stands before it. */
export function holds(bytes: Buffer, value: string): boolean {
  return [value, ...encodings(value)].some((form) => bytes.includes(form));
}

/** What base64 makes of a value at each offset within three bytes, without what depends on its surroundings. */
function encodings(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from("\0".repeat(offset) + value).toString("base64");
    const whole = Math.floor(((offset + value.length) * 4) / 3 / 4) * 4;
    return encoded.slice(offset === 0 ? 0 : 4, whole);
  });
}
