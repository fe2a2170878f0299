import { type SpawnSyncOptions, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const checkout = join(__dirname, "../..");

/** Where the release's scripts write their results. */
export const output = join(checkout, "bin");

/** Runs one of the release's scripts in the checkout. Throws its output if it does not end with `code`. */
export function script(name: string, args: string[] = [], code = 0): SpawnSyncReturns<string> {
  return run("node", [`scripts/release/${name}`, ...args], { code });
}

export function run(
  command: string,
  args: string[],
  { code = 0, ...options }: SpawnSyncOptions & { code?: number } = {},
): SpawnSyncReturns<string> {
  const ended = spawnSync(command, args, {
    ...{ cwd: checkout, maxBuffer: 2 ** 28, ...options },
    encoding: "utf8",
  });
  if (ended.error) throw ended.error;
  if (ended.status !== code) {
    const line = [command, ...args].join(" ");
    throw new Error(`${line} ended with ${ended.status}:\n${ended.stdout}${ended.stderr}`);
  }
  return ended;
}

export function isInstalled(command: string): boolean {
  return spawnSync(command, ["--version"]).error === undefined;
}

/** Hashes of the files in a directory, by name. */
export function hashes(directory: string, extension = ""): Record<string, string> {
  const files = readdirSync(directory).filter((file) => file.endsWith(extension));
  const hash = (file: string) =>
    createHash("sha256")
      .update(readFileSync(join(directory, file)))
      .digest("hex");
  return Object.fromEntries(files.map((file) => [file, hash(file)]));
}
