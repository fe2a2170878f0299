import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  createReadStream,
  existsSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
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
  if (file === "" || !existsSync(dirname(file))) throw new UserError(cannotWrite(file, "ENOENT"));
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
  const written: { file: string; put: () => void }[] = [];
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
      if (flag === "w" && (found === undefined || found.isFile())) {
        written.unshift({ file, put: writtenAside(file, text, found, made) });
        return;
      }
      // A pipe or a device takes the text itself.
      const opened = openSync(file, flag);
      if (flag === "wx") made.push(file);
      try {
        writeFileSync(opened, text);
      } finally {
        closeSync(opened);
      }
    });
  }
  for (const { file, put } of written) attempt(file, put);
}

/** Writes a text beside its file. What is returned brings it there, or overwrites a file that cannot be replaced. */
function writtenAside(
  file: string,
  text: string,
  found: Stats | undefined,
  made: string[],
): () => void {
  const place = found ? realpathSync(file) : file;
  const draft = `${place}.${process.pid}.new`;
  const isDone = (replace: () => void) => {
    try {
      replace();
      return true;
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (!found || !IRREPLACEABLE.has(code)) throw error;
      rmSync(draft, { force: true });
      return false;
    }
  };
  if (found) accessSync(place, constants.R_OK | constants.W_OK);
  const isAside = isDone(() => {
    removeOldDrafts(dirname(place), draftsOf(basename(place)));
    made.push(draft);
    writeFileSync(draft, text, found && { mode: found.mode });
    if (!found) return;
    chownSync(draft, found.uid, found.gid);
    chmodSync(draft, found.mode);
  });
  return () => {
    if (!isAside || !isDone(() => renameSync(draft, place))) overwrite(place, text);
  };
}

/** Errors where a directory takes no new file, nobody can give a file its owner, or a file is a mount of its own. */
const IRREPLACEABLE = new Set(["EACCES", "EBUSY", "EPERM", "EROFS"]);

/**
 * Overwrites a file, which gets its old content again if the new one does not fit. The price of writing there: a process that is
 * killed in the middle leaves a mixture.
 */
function overwrite(place: string, text: string): void {
  const before = readFileSync(place);
  const opened = openSync(place, "r+");
  try {
    fill(opened, Buffer.from(text));
  } catch (error) {
    fill(opened, before);
    throw error;
  } finally {
    closeSync(opened);
  }
}

function fill(opened: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(opened, bytes, done, bytes.length - done, done);
  ftruncateSync(opened, bytes.length);
}

function draftsOf(name: string): (draft: string) => boolean {
  return (draft) => draft.startsWith(`${name}.`) && /^\d+\.new$/.test(draft.slice(name.length + 1));
}

const HOUR = 3_600_000;

/** Removes files that killed runs have left behind. */
export function removeOldDrafts(directory: string, isDraft: (name: string) => boolean): void {
  for (const name of readdirSync(directory).filter(isDraft)) {
    const draft = join(directory, name);
    const found = lstatSync(draft, { throwIfNoEntry: false });
    if (found && Date.now() - found.mtimeMs > HOUR) rmSync(draft, { force: true });
  }
}

export function cannotWrite(file: string, code = "", message = ""): string {
  if (file === "") return 'cannot write "": a file needs a name';
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
