import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { engineCacheDirectory } from "../../sandbox/engine/engine-cache";
import { runIn } from "./run-in";

/**
 * Builds a Go program, once for each state of its module, into the cache that the engine is kept in too. `directory`: of the module,
 * from here. Returns the executable.
 */
export async function goProgram(
  directory: string,
  program: string,
  source = `./${program}`,
): Promise<string> {
  const module = join(__dirname, directory);
  const hash = createHash("sha256");
  for (const file of readdirSync(module)) hash.update(readFileSync(join(module, file)));
  const output = join(engineCacheDirectory(), "languages", hash.digest("hex"), program);
  if (!existsSync(output)) {
    const environment = { ...process.env, CGO_ENABLED: "0" };
    const args = ["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", output, source];
    await runIn(module, "go", args, environment);
  }
  return output;
}
