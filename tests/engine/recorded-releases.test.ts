import { deepStrictEqual, strictEqual } from "node:assert";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackDocuments } from "../../cli/documents/stack-documents";
import { usableInventory } from "../../cli/inventory/inventory-file";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { difference } from "../../sdk/access";
import { column } from "../facts";
import { certificateAuthorityIn } from "../sandbox/eks-support";
import { makeClusters } from "./adopted-clusters";
import { type EngineHarness, engineHarness } from "./harness";

const RELEASES = join(__dirname, "releases");

const RECORD = process.env.RECORD_RELEASE;

for (const version of recordedReleases()) {
  describe(`stacks that release ${version} deployed`, () => {
    let sandbox: EngineHarness;
    let stacks: string[];
    before(async () => {
      if (RECORD === version) await record(version);
      sandbox = await engineHarness(inventoryOf(version));
      stacks = await importRelease(version, sandbox);
      const { landingZone } = await usableInventory(
        join(sandbox.data.project, "landing-zone.yaml"),
      );
      // The recorded clusters must exist before anything is deployed to them.
      await makeClusters(sandbox, landingZone.clusters, landingZone.readers);
    });
    after(() => sandbox.remove());

    it("are previewed without a change in AWS or Kubernetes", async () => {
      const { answer, code, stderr, stdout } = await sandbox.ask("preview");
      strictEqual(code, 0, `${stderr}${stdout}`);
      deepStrictEqual(
        answer.stacks
          .map(({ stack, steps }) => ({ stack, steps: steps.filter(isReal) }))
          .sort(byStack),
        stacks.map((stack) => ({ stack, steps: [] })).sort(byStack),
      );
    });

    it("let the same requests read", async () => {
      const file = join(sandbox.data.project, "landing-zone.yaml");
      const { landingZone } = await usableInventory(file);
      const [held, planned] = await withEnvironment(sandbox.environment, async () => [
        await stackDocuments(landingZone, file, "state"),
        await stackDocuments(landingZone, file, "preview"),
      ]);
      const claims = await difference(held.documents, planned.documents);
      const { parameters, secrets } = landingZone;
      const copies = secrets.reduce((sum, { replicas }) => sum + 1 + replicas.length, 0);
      strictEqual(claims.length, copies + parameters.length);
      deepStrictEqual(
        column(claims, "result"),
        claims.map(() => "proved"),
      );
    });
  });
}

/** Leaves out updates of components. They exist only in the state, and a new release may record more about them. */
function isReal({ operation, type }: { operation: string; type: string }): boolean {
  return operation !== "update" || !type.startsWith("eks-pod-secrets:");
}

/** Runs something in this process that reads its environment, and restores the environment afterwards. */
async function withEnvironment<T>(
  environment: Record<string, string>,
  run: () => Promise<T>,
): Promise<T> {
  const own = { ...process.env };
  Object.assign(process.env, environment);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(environment)) {
      if (own[name] === undefined) delete process.env[name];
      else process.env[name] = own[name];
    }
  }
}

function byStack(one: { stack: string }, other: { stack: string }): number {
  return one.stack < other.stack ? -1 : 1;
}

/** Deploys the release's inventory into a new sandbox, as its users would, and keeps the states. */
async function record(version: string): Promise<void> {
  const sandbox = await engineHarness(inventoryOf(version));
  try {
    await sandbox.command(["up", "--yes"]);
    const { landingZone } = await usableInventory(join(sandbox.data.project, "landing-zone.yaml"));
    for (const { id } of [...landingZone.secrets, ...landingZone.parameters]) {
      await sandbox.command(["put", id], { input: "marzipan" });
    }
    const done = await sandbox.stacks(["up"]);
    await recordRelease(
      version,
      sandbox,
      done.map(({ stack }) => stack),
    );
  } finally {
    await sandbox.remove();
  }
}

/** What a recorded state has in place of the sandbox's address. */
const ENDPOINT = "127.0.0.1:0";
/** What it has in place of the certificate of the clusters' authority, in base64. */
const AUTHORITY = Buffer.from("certificate").toString("base64");

/** Members that change with every build of the program, and that deploy nothing. */
const OF_THE_BUILD = ["created", "modified", "sourcePosition", "stackTrace"];

/** Versions whose states are recorded. */
function recordedReleases(): string[] {
  return readdirSync(RELEASES);
}

/** Text of the inventory that a release was recorded with. */
function inventoryOf(version: string): string {
  return readFileSync(inventoryFile(version), "utf8");
}

/** Keeps the states of a sandbox's stacks as those of a release. */
async function recordRelease(
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

/** Puts the states of a release into a sandbox's backend, and returns their stacks. */
async function importRelease(
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
