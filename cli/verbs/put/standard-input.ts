import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { isatty } from "node:tty";
import { UserError } from "../../terminal/errors";

/** The largest value that Secrets Manager accepts, in bytes. */
export const LIMIT = 65_536;

/** A secret's value. It must not become part of any message. */
export interface SecretValue {
  bytes: Buffer;
  /** The text; absent if the bytes are not text. */
  text?: string;
}

/** Reads a value from a file descriptor, byte for byte. */
export async function readValue(fd: number): Promise<SecretValue> {
  const bytes = await readBytes(fd, LIMIT);
  return { bytes, text: isUtf8(bytes) ? bytes.toString("utf8") : undefined };
}

/** Reads at most so many bytes from a file descriptor. Refuses a terminal, which would show them. */
export async function readBytes(fd: number, most: number): Promise<Buffer> {
  const source = fd === 0 ? "standard input" : `file descriptor ${fd}`;
  if (isatty(fd)) {
    throw new UserError(
      `the value must come through a pipe or from a file, got a terminal as ${source}; pipe it in: … | eks-pod-secrets put SECRET`,
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream("", { fd, autoClose: false })) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) throw new UserError(`the value must be at most ${most} bytes, got more`);
    }
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw new UserError(`cannot read the value from ${source}: ${error.message}`);
  }
  if (size === 0) throw new UserError(`the value must not be empty, got nothing on ${source}`);
  return Buffer.concat(chunks);
}
