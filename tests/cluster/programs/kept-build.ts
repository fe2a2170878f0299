import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

import { withLock } from "../../../sandbox/instance/lock";

/**
 * The directory of what `build` makes from a folder of Go sources: built once for each state of the sources, and kept beside
 * the engine's cache. `build` fills a draft, so that a kill leaves either nothing or all programs.
 */
export async function keptBuild(
  sources: string,
  build: (draft: string) => Promise<void>,
): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const parent = join(cache, "eks-pod-secrets", basename(sources));
  const directory = join(parent, digestOf(sources).slice(0, 12));
  mkdirSync(parent, { recursive: true });
  await withLock(
    `${directory}.lock`,
    async () => {
      if (existsSync(directory)) return;
      removeDrafts(directory);
      const draft = mkdtempSync(`${directory}.draft-`);
      try {
        await build(draft);
        renameSync(draft, directory);
      } finally {
        rmSync(draft, { recursive: true, force: true });
      }
    },
    (holder) => console.log(`waiting for process ${holder}, which builds the same programs`),
  );
  return directory;
}

/** Under the lock, so that any draft is one whose maker was killed. */
function removeDrafts(directory: string): void {
  const drafts = readdirSync(dirname(directory)).filter((name) =>
    name.startsWith(`${basename(directory)}.draft-`),
  );
  for (const draft of drafts) rmSync(join(dirname(directory), draft), { recursive: true });
}

/** The version of a module that a folder's go.mod pins, without its `v`. */
export function pinnedVersion(sources: string, module: string): string {
  const words = readFileSync(join(sources, "go.mod"), "utf8").split(/\s+/);
  const version = words[words.indexOf(module) + 1];
  if (!version?.startsWith("v")) throw new Error(`${sources}/go.mod must pin ${module}`);
  return version.slice(1);
}

function digestOf(directory: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  for (const file of files.filter((one) => /\.(go|mod|sum)$/.test(one))) {
    hash.update(file).update(readFileSync(join(directory, file)));
  }
  return hash.digest("hex");
}
