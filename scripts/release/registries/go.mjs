import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout, readManifest } from "../../packages.mjs";
import { run } from "../run.mjs";

/** Where the module lies in the commit that its tag names; no branch has it. */
const FOLDER = "sdk/go";

/** The SDK of Go: a tag whose commit has what the release's has, and the module. */
export function releases() {
  const { version } = readManifest("sdk/plugin/schema.json");
  const tag = `${FOLDER}/v${version}`;
  const reference = `refs/tags/${tag}`;
  const commit = commitWith(join(checkout, "bin", "sdks", "go"), `The Go module of v${version}`);
  const args = ["push", "origin", `${commit}:${reference}`];
  return [
    {
      name: tag,
      command: ["git", ...args].join(" "),
      isPublished: () => git(["ls-remote", "origin", reference]) !== "",
      send: () => git(args),
    },
  ];
}

/** Who makes the commit: a runner of a workflow has no name of its own. */
const AUTHOR = ["-c", "user.name=release", "-c", "user.email=release@users.noreply.github.com"];

/** Makes a commit without a branch, in an index of its own: neither the checkout nor its index changes. */
function commitWith(module, message) {
  const directory = mkdtempSync(join(tmpdir(), "go-module-"));
  try {
    const index = { GIT_INDEX_FILE: join(directory, "index") };
    git(["read-tree", "--empty"], index);
    git([`--work-tree=${module}`, "add", "--all", "--force", "."], index, module);
    const tree = git(["write-tree"], index);
    git(["read-tree", "HEAD"], index);
    git(["read-tree", `--prefix=${FOLDER}/`, tree], index);
    const whole = git(["write-tree"], index);
    return git([...AUTHOR, "commit-tree", whole, "-p", "HEAD", "-m", message]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function git(args, variables = {}, cwd = checkout) {
  const directory = `--git-dir=${join(checkout, ".git")}`;
  return run("git", [directory, ...args], { cwd, env: { ...process.env, ...variables } }).trim();
}
