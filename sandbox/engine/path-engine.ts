import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { ENGINE_VERSION, type Engine, type Unavailable } from "./engine";

const run = promisify(execFile);

/** The `pulumi` on `searchPath`, when it is new enough. Directories in `exclude` are passed over. */
export async function pathEngine(
  searchPath: string,
  exclude: string[] = [],
): Promise<Engine | Unavailable> {
  const command = searchPath
    .split(delimiter)
    .filter((directory) => directory !== "" && !exclude.includes(directory))
    .map((directory) => join(directory, "pulumi"))
    .find(isExecutable);
  if (!command) return { unavailable: "no pulumi on PATH" };

  const version = await versionOf(command);
  if (!version) return { unavailable: `${command} does not say its version` };
  if (!isNewEnough(version)) {
    return { unavailable: `${command} is version ${version}, older than ${ENGINE_VERSION}` };
  }
  return { origin: "path", command, version };
}

/** The version that a CLI says it has, or undefined when it cannot be run. */
async function versionOf(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ["version"], {
      timeout: 20_000,
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    return /^v?(\d+\.\d+\.\d+\S*)/.exec(stdout.trim())?.[1];
  } catch {
    return undefined;
  }
}

/** Whether `version` is at least `ENGINE_VERSION` and of its major version. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/).map(Number);
  const [wantedMajor = 0, wantedMinor = 0, wantedPatch = 0] = ENGINE_VERSION.split(".").map(Number);
  if (major !== wantedMajor) return false;
  return minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
