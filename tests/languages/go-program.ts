import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { engineCacheDirectory } from "../../sandbox/engine/engine-cache";

/**
 * Builds a Go program once for each state of its module, into the cache that also has the engine. `directory` of the module is
 * relative to this folder. Returns the executable.
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

const checkout = join(__dirname, "..", "..");
const schema = join(checkout, "sdk", "plugin", "schema.json");
const logo = join(checkout, "docs", "logo.png");

/** Writes the SDK of a language into a directory, with Pulumi's own generator. */
export async function generateSdk(
  language: "dotnet" | "go" | "java" | "nodejs" | "python",
  directory: string,
): Promise<void> {
  const generator = await goProgram("../../scripts/release/sdk-generator", "sdk-generator", ".");
  await runIn(__dirname, generator, [language, schema, logo, directory]);
}

const execute = promisify(execFile);

/** Runs a command, and returns what it printed. If it failed, throws all of its output. */
export async function runIn(
  directory: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  try {
    const { stdout } = await execute(command, args, { cwd: directory, env, maxBuffer: 1 << 28 });
    return stdout;
  } catch (error) {
    const { stderr, stdout } = error as { stderr: string; stdout: string };
    throw new Error(`${command} ${args.join(" ")} failed: ${stderr}${stdout}`);
  }
}
