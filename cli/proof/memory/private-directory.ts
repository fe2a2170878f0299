import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { removeOldDrafts } from "../../terminal/output-file";

/** Why a file or directory is not used: somebody else could write things there that this user would believe. */
export class NotPrivate extends Error {}

/** Returns the directory, which is created if it is missing. Throws `NotPrivate` if anybody else could read or write there. */
export function privateDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  if (found.isSymbolicLink()) throw new NotPrivate(`${path} must not be a symbolic link`);
  if (!found.isDirectory()) throw new NotPrivate(`${path} must be a directory`);
  demandOwn(path, found);
  return path;
}

/** Reads a file in a private directory; undefined if there is none. Throws `NotPrivate` if it does not belong to this user alone. */
export function readPrivate(path: string, mostBytes: number): Buffer | undefined {
  let file: number;
  try {
    // With O_NONBLOCK, a pipe without a writer does not block.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP") throw new NotPrivate(`${path} must not be a symbolic link`);
    throw error;
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new NotPrivate(`${path} must be a file`);
    demandOwn(path, found);
    if (found.size > mostBytes) {
      throw new NotPrivate(`${path} must have at most ${mostBytes} bytes, got ${found.size}`);
    }
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes a file in a private directory, completely or not at all. */
export function writePrivate(directory: string, name: string, content: string): void {
  removeOldDrafts(directory, (one) => one.endsWith(DRAFT));
  const draft = join(directory, `${randomUUID()}${DRAFT}`);
  try {
    writeFileSync(draft, content, { flag: "wx", mode: 0o600 });
    renameSync(draft, join(directory, name));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

const DRAFT = ".draft";
function demandOwn(path: string, { mode, uid }: Stats): void {
  const user = process.geteuid?.();
  if (uid !== user)
    throw new NotPrivate(`${path} must belong to you (user ${user}), got user ${uid}`);
  if ((mode & 0o077) !== 0) {
    const got = (mode & 0o777).toString(8);
    throw new NotPrivate(`${path} must be for you alone, got mode ${got}: chmod go= ${path}`);
  }
}
