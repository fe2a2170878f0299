import { createReadStream } from "node:fs";
import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { UserError } from "./errors";

/** Where a verb writes its output: the given file, or one in this directory that is named after the inventory. */
export function outputFile(out: string | undefined, inventory: string, extension: string): string {
  if (out === "-") {
    throw new UserError("--out must be a file, got -; /dev/stdout is standard output");
  }
  const file = out ?? `${basename(inventory, extname(inventory))}${extension}`;
  if (resolve(file) === resolve(inventory)) {
    throw new UserError(`--out must be another file than the inventory, got ${file}`);
  }
  return file;
}

/**
 * Writes a file, replacing its content. With flag `wx`, only if there is none; if it cannot be written completely, nothing of it
 * stays. A file that cannot be written is a `UserError`.
 */
export async function writeOutput(
  file: string,
  text: string,
  { flag = "w" }: { flag?: "w" | "wx" } = {},
): Promise<void> {
  try {
    await writeFile(file, text, { flag });
  } catch (caught) {
    const error = caught as NodeJS.ErrnoException;
    // Whatever comes next would take an incomplete file for a complete one.
    if (flag === "wx" && error.code !== "EEXIST") await rm(file, { force: true }).catch(() => {});
    throw new UserError(`cannot write ${file}: ${reason(error)}`);
  }
}

/** Replaces an existing file. A failure leaves it unchanged and is a `UserError`. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const place = await realpath(file);
  const { mode } = await stat(place);
  const whole = `${place}.new`;
  await writeOutput(whole, text, { flag: "wx" });
  try {
    await chmod(whole, mode);
    await rename(whole, place);
  } catch (error) {
    await rm(whole, { force: true });
    throw new UserError(`cannot write ${file}: ${reason(error as NodeJS.ErrnoException)}`);
  }
}

/**
 * Writes files, in place of whatever they held, and makes their directories. The first one comes last. Where one cannot be written
 * whole, nothing of any is, and that is a `UserError`.
 */
export async function writeTogether(files: ReadonlyMap<string, string>): Promise<void> {
  const made: string[] = [];
  const attempt = async (file: string, write: () => Promise<unknown>) => {
    try {
      await write();
    } catch (error) {
      for (const one of made) await rm(one, { force: true, recursive: true }).catch(() => {});
      throw new UserError(`cannot write ${file}: ${reason(error as NodeJS.ErrnoException)}`);
    }
  };
  for (const [file, text] of files) {
    await attempt(file, async () => {
      const directory = await mkdir(dirname(file), { recursive: true });
      made.push(...(directory === undefined ? [] : [directory]), `${file}.new`);
      await writeFile(`${file}.new`, text);
    });
  }
  for (const file of [...files.keys()].reverse()) {
    await attempt(file, () => rename(`${file}.new`, file));
  }
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return "its directory does not exist";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "permission denied";
  if (code === "EISDIR") return "it is a directory";
  if (code === "EEXIST") return "it exists";
  if (code === "ENOTDIR") return "its directory is a file";
  if (code === "ENOSPC") return "the disk is full";
  return message;
}

/**
 * Reads a file, a pipe, or standard input (descriptor 0), up to `most` bytes and one. If it cannot be read, that is a
 * `UserError`; `missing` tells what to do if it does not exist.
 */
export async function readAtMost(file: string | 0, most: number, missing: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stream =
    file === 0
      ? createReadStream("", { fd: file, autoClose: false })
      : createReadStream(file, { end: most });
  let size = 0;
  try {
    // A stream, so that pipes work and endless input ends.
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) break;
    }
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
