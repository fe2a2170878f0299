import {
  chmodSync,
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
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

/** Writes a file, in place of whatever it held, which stays if the new content cannot be written whole: that is a `UserError`. */
export function writeOutput(file: string, text: string): void {
  if (!existsSync(dirname(file))) throw new UserError(cannotWrite(file, "ENOENT"));
  writeTogether(new Map([[file, text]]));
}

/**
 * Writes files, in place of whatever they held, and makes their directories. With flag `wx`, only where there is none yet. Each is
 * first written beside its place; the first one comes to its place last. Where one cannot be written whole, nothing of any is, and
 * that is a `UserError`.
 */
export function writeTogether(
  files: ReadonlyMap<string, string>,
  { flag = "w" }: { flag?: "w" | "wx" } = {},
): void {
  const made: string[] = [];
  const written: { file: string; draft: string; place: string }[] = [];
  const attempt = (file: string, write: () => void) => {
    try {
      write();
    } catch (error) {
      for (const one of made) rmSync(one, { force: true, recursive: true });
      const { code, message } = error as NodeJS.ErrnoException;
      throw new UserError(cannotWrite(file, code, message));
    }
  };
  for (const [file, text] of files) {
    attempt(file, () => {
      const directory = mkdirSync(dirname(file), { recursive: true });
      if (directory !== undefined) made.push(directory);
      const found = statSync(file, { throwIfNoEntry: false });
      // A pipe or a device takes the text itself.
      const isWrittenAside = flag === "w" && (found === undefined || found.isFile());
      const place = found ? realpathSync(file) : file;
      const draft = isWrittenAside ? `${place}.${process.pid}.new` : file;
      const opened = openSync(draft, flag, found?.mode);
      if (isWrittenAside || flag === "wx") made.push(draft);
      try {
        writeFileSync(opened, text);
      } finally {
        closeSync(opened);
      }
      if (found && isWrittenAside) chmodSync(draft, found.mode);
      if (isWrittenAside) written.unshift({ file, draft, place });
    });
  }
  for (const { draft, file, place } of written) attempt(file, () => renameSync(draft, place));
}

function cannotWrite(file: string, code = "", message = ""): string {
  return `cannot write ${file}: ${REASONS[code] ?? message}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "its directory does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "permission denied",
  EISDIR: "it is a directory",
  EEXIST: "it exists",
  ENOTDIR: "its directory is a file",
  ENOSPC: "the disk is full",
};

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
