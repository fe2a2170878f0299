import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { certificateAuthorityIn } from "../sandbox/eks-support";
import type { EngineHarness } from "./harness";

const RELEASES = join(__dirname, "releases");

/** What a recorded state has instead of the address of the sandbox that it is of. */
const ENDPOINT = "127.0.0.1:0";
/** The same of the certificate of its clusters' authority, in base64. */
const AUTHORITY = Buffer.from("certificate").toString("base64");

/** What changes with every build of the program, and deploys nothing. */
const OF_THE_BUILD = ["created", "modified", "sourcePosition", "stackTrace"];

/** Versions whose states are recorded. */
export function recordedReleases(): string[] {
  return readdirSync(RELEASES);
}

/** Text of the inventory that a release was recorded with. */
export function inventoryOf(version: string): string {
  return readFileSync(inventoryFile(version), "utf8");
}

/** Keeps the states of a sandbox's stacks as those of a release. */
export async function recordRelease(
  version: string,
  { connection, data, environment }: EngineHarness,
  stacks: readonly string[],
): Promise<void> {
  for (const stack of stacks) {
    const state = JSON.parse(await runPulumi(environment, ["stack", "export", "--stack", stack]));
    const kept = JSON.stringify(
      state,
      (name, value) => (OF_THE_BUILD.includes(name) ? undefined : value),
      1,
    );
    const text = kept
      .replaceAll(new URL(connection.endpoint).host, ENDPOINT)
      .replaceAll(authorityOf(data), AUTHORITY);
    writeFileSync(join(RELEASES, version, `${stack}.json`), `${text}\n`);
  }
}

/** Gives a sandbox's backend the states of a release, and answers their stacks. */
export async function importRelease(
  version: string,
  { connection, data, environment }: EngineHarness,
): Promise<string[]> {
  const directory = join(RELEASES, version);
  const files = readdirSync(directory).filter((name) => name.endsWith(".json"));
  const stacks = files.map((name) => name.slice(0, -".json".length));
  for (const stack of stacks) {
    const text = readFileSync(join(directory, `${stack}.json`), "utf8");
    const file = join(data.path, `${stack}.json`);
    const own = text
      .replaceAll(ENDPOINT, new URL(connection.endpoint).host)
      .replaceAll(AUTHORITY, authorityOf(data));
    writeFileSync(file, own);
    await runPulumi(environment, ["stack", "init", "--stack", stack]);
    await runPulumi(environment, ["stack", "import", "--stack", stack, "--file", file]);
  }
  return stacks;
}

function authorityOf({ state }: EngineHarness["data"]): string {
  return Buffer.from(certificateAuthorityIn(state)).toString("base64");
}

function inventoryFile(version: string): string {
  return join(RELEASES, version, "landing-zone.yaml");
}
