import { execFile } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../terminal/errors";

/** A commit of the Git repository that holds an inventory. */
export interface Revision {
  commit: string;
  /** Whether one of the inventory's files differs from the commit. */
  isChanged: boolean;
}

/** The revision of an inventory's files, or why there is none, in words. */
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

/** A checkout of a revision. */
interface Checkout {
  /** Its directory. */
  directory: string;
  /** The directory of the working tree that it is a copy of. */
  root: string;
}

/**
 * Temporarily checks out a revision of the repository that contains an inventory. Files that are in no repository or not
 * committed, and a revision that does not exist, are `UserError`s. `asked`: the option that names the revision.
 */
export async function withRevision<Result>(
  { asked, revision }: { asked: string; revision: string },
  files: readonly string[],
  use: (checkout: Checkout) => Promise<Result>,
): Promise<Result> {
  const now = await revisionOf(files);
  if (typeof now === "string") {
    throw new UserError(`${asked} needs an inventory that is in a Git repository: ${now}`);
  }
  if (now.isChanged) {
    throw new UserError(
      `${asked} needs an inventory that is committed, and a file of it is not as in commit ${now.commit}: what is deployed now could not be told from a later change; commit it first`,
    );
  }
  const within = dirname(realpathSync(files[0] ?? ""));
  const root = (await git(within, ["rev-parse", "--show-toplevel"])).trim();
  const named = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const commit = await git(root, named).catch(() => {
    throw new UserError(
      `${asked} must name a revision of the Git repository ${root}, got "${revision}"; in CI, fetch enough of its history, e.g. fetch-depth: 0`,
    );
  });
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-"));
  try {
    const index = { GIT_INDEX_FILE: join(directory, "index") };
    const tree = join(directory, "tree");
    await git(root, ["read-tree", commit.trim()], index);
    await git(root, ["checkout-index", "--all", `--prefix=${tree}/`], index);
    return await use({ directory: tree, root });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function reasonOf({ code, message, stderr }: Error & { code?: unknown; stderr?: string }): string {
  if (code === "ENOENT") return "Git is not installed";
  const [said = message] = (stderr ?? "").trim().split("\n");
  return /not a git repository/.test(said)
    ? "no Git repository holds the inventory"
    : `Git does not tell it: ${said}`;
}

/** Git's output in a directory, in English. Git writes nothing there, and starts no program that the repository names. */
async function git(directory: string, args: string[], more?: NodeJS.ProcessEnv): Promise<string> {
  const options = ["core.fsmonitor=false", "core.hooksPath=/dev/null"];
  const safe = [
    "--no-optional-locks",
    "--literal-pathspecs",
    ...options.flatMap((one) => ["-c", one]),
  ];
  const env = { ...process.env, LC_ALL: "C", ...more };
  const { stdout } = await promisify(execFile)("git", [...safe, ...args], { cwd: directory, env });
  return stdout;
}
