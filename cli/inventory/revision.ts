import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname, relative } from "node:path";
import { promisify } from "node:util";

/** A commit of the Git repository that holds an inventory. */
export interface Revision {
  commit: string;
  /** Whether one of the inventory's files differs from the commit. */
  isChanged: boolean;
}

/** The revision of an inventory's files; or, in words, why none can be told. */
export async function revisionOf(files: readonly string[]): Promise<Revision | string> {
  const paths = files.map((file) => realpathSync(file));
  const directory = dirname(paths[0] ?? "");
  try {
    const root = (await git(directory, ["rev-parse", "--show-toplevel"])).trim();
    const outside = paths.findIndex((path) => relative(root, path).startsWith(".."));
    if (outside >= 0) return `the Git repository of the inventory does not hold ${files[outside]}`;
    const commit = await git(directory, ["rev-parse", "--verify", "HEAD"]);
    const changes = await git(directory, ["status", "--porcelain", "--ignored", "--", ...paths]);
    return { commit: commit.trim(), isChanged: changes !== "" };
  } catch (error) {
    return reasonOf(error as Error & { code?: unknown; stderr?: string });
  }
}

function reasonOf({ code, message, stderr }: Error & { code?: unknown; stderr?: string }): string {
  if (code === "ENOENT") return "Git is not installed";
  const [said = message] = (stderr ?? "").trim().split("\n");
  return /not a git repository/.test(said)
    ? "no Git repository holds the inventory"
    : `Git does not tell it: ${said}`;
}

/** What Git answers in a directory, in English. It writes nothing, and starts no program that the repository names. */
async function git(directory: string, args: string[]): Promise<string> {
  const safe = ["--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false"];
  const env = { ...process.env, LC_ALL: "C" };
  const { stdout } = await promisify(execFile)("git", [...safe, ...args], { cwd: directory, env });
  return stdout;
}
