import { execFile } from "node:child_process";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

/** A commit of the Git repository that holds an inventory. */
export interface Revision {
  commit: string;
  /** Whether one of the inventory's files differs from the commit. */
  isChanged: boolean;
}

/** The revision of an inventory's files. None outside of a Git repository, or where Git is not installed. */
export async function revisionOf(files: readonly string[]): Promise<Revision | undefined> {
  const directory = dirname(files[0] ?? "");
  try {
    const commit = await git(directory, ["rev-parse", "--verify", "HEAD"]);
    const paths = files.map((file) => resolve(file));
    const changes = await git(directory, ["status", "--porcelain", "--ignored", "--", ...paths]);
    return { commit: commit.trim(), isChanged: changes !== "" };
  } catch {
    return undefined;
  }
}

/** What Git answers in a directory. It writes nothing, and starts no program that the repository names. */
async function git(directory: string, args: string[]): Promise<string> {
  const safe = ["--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false"];
  const { stdout } = await promisify(execFile)("git", [...safe, ...args], { cwd: directory });
  return stdout;
}
