import { createReadStream } from "node:fs";

import { UserError } from "./errors";

/**
 * Reads a file, or a pipe, up to `most` bytes and one. One that cannot be read is a `UserError`; `missing` tells what to
 * do where there is none.
 */
export async function readAtMost(file: string, most: number, missing: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    // A stream, so that pipes work and an endless one ends.
    for await (const chunk of createReadStream(file, { end: most })) chunks.push(chunk);
  } catch (error) {
    throw new UserError(`cannot read ${file || '""'}: ${reasonOf(error, missing)}`);
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown, missing: string): string {
  if (!(error instanceof Error)) throw error;
  const code = "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return `no such file; ${missing}`;
  if (code === "EACCES") return "permission denied";
  return code === "EISDIR" ? "it is a directory" : error.message;
}
