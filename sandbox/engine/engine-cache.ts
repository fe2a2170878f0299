import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { withLock } from "../instance/lock";
import { ENGINE_VERSION, type Engine, type Unavailable } from "./engine";

const REVISION = 2;

/** Where engines are kept for all sandboxes and checkouts: `$XDG_CACHE_HOME`, else `~/.cache`. */
export function engineCacheDirectory(): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(base, "eks-pod-secrets", "engine");
}

export async function cachedEngine(cache: string): Promise<Engine | Unavailable> {
  const directory = engineDirectory(cache);
  const command = join(directory, "pulumi");
  if (!existsSync(command)) return { unavailable: "none kept from an earlier run" };
  const origin = readFileSync(join(directory, "origin"), "utf8") as Engine["origin"];
  return { origin, command, version: ENGINE_VERSION };
}

/** Fills the cache once. `make` works in a draft directory that is renamed at the end, so a kill leaves nothing or a whole engine. */
export async function keepEngine(
  cache: string,
  origin: Engine["origin"],
  make: (draft: string) => Promise<void>,
  report: (line: string) => void,
): Promise<Engine | Unavailable> {
  mkdirSync(cache, { recursive: true });
  return withLock(
    `${engineDirectory(cache)}.lock`,
    async () => {
      const made = await cachedEngine(cache);
      if (!("unavailable" in made)) return made;
      removeDrafts(cache);
      const draft = mkdtempSync(join(cache, "draft-"));
      try {
        await make(draft);
        writeFileSync(join(draft, "origin"), origin);
        renameSync(draft, engineDirectory(cache));
      } finally {
        rmSync(draft, { recursive: true, force: true });
      }
      return cachedEngine(cache);
    },
    (holder) => report(`waiting for process ${holder}, which is getting the same engine`),
  );
}

/** Runs under the lock, so the maker of any draft was killed. */
function removeDrafts(cache: string): void {
  for (const entry of readdirSync(cache)) {
    if (entry.startsWith("draft-")) rmSync(join(cache, entry), { recursive: true, force: true });
  }
}

function engineDirectory(cache: string): string {
  return join(cache, `${ENGINE_VERSION}-${process.platform}-${process.arch}-${REVISION}`);
}
