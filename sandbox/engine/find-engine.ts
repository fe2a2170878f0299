import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { installationDirectory } from "../instance/installation";
import { ENGINE_VERSION, type Engine, type EngineSource, type Unavailable } from "./engine";
import { cachedEngine, engineCacheDirectory, keepEngine } from "./engine-cache";
import { buildPulumi, hasGo } from "./go/go-build";
import { releasedEngine } from "./released-engine";

/** Every way to get an engine, cheapest first. `exclude`: directories of PATH that hold a sandbox's own links. */
export function engineSources(exclude: string[]): EngineSource[] {
  const cache = engineCacheDirectory();
  return [
    () => pathEngine(process.env.PATH ?? "", exclude),
    () => cachedEngine(cache),
    (report) => releasedEngine(cache, report),
    (report) => builtEngine(cache, report),
  ];
}

/** Returns the first engine that a source gives. Otherwise throws one error that names every reason and says what to install. */
export async function findEngine(
  sources: EngineSource[],
  report: (line: string) => void = () => {},
): Promise<Engine> {
  const reasons: string[] = [];
  for (const source of sources) {
    const found = await source(report);
    if (!("unavailable" in found)) return found;
    reasons.push(found.unavailable);
  }
  throw new Error(
    `no Pulumi engine: ${reasons.join("; ")}. Install the Pulumi CLI ${ENGINE_VERSION} or later ` +
      "(https://www.pulumi.com/docs/install/), or Go 1.21 or later (https://go.dev/dl/) to build it here, and run this again",
  );
}

const run = promisify(execFile);

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

export async function builtEngine(
  cache: string,
  report: (line: string) => void,
  go?: string,
): Promise<Engine | Unavailable> {
  if (!(await hasGo(go))) return { unavailable: "no Go to build it with" };
  const checkout = installationDirectory();
  const build = (draft: string) =>
    buildPulumi({ checkout, version: ENGINE_VERSION, output: join(draft, "pulumi"), go, report });
  try {
    return await keepEngine(cache, "build", build, report);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { unavailable: `the build with Go failed (${reason})` };
  }
}
