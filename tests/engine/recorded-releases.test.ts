import { deepStrictEqual, strictEqual } from "node:assert";
import { join } from "node:path";
import { stackDocuments } from "../../cli/documents/stack-documents";
import { usableInventory } from "../../cli/inventory/inventory-file";
import { difference } from "../../sdk/access";
import { column } from "../facts";
import { makeClusters } from "./adopted-clusters";
import { type EngineHarness, engineHarness } from "./harness";
import { importRelease, inventoryOf, recordedReleases, recordRelease } from "./recorded-release";

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
      // Nothing is deployed to a cluster that is not there.
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

/** A component is in the state alone, which a new release may let record more. */
function isReal({ operation, type }: { operation: string; type: string }): boolean {
  return operation !== "update" || !type.startsWith("eks-pod-secrets:");
}

/** Runs in this process what reads its environment, and leaves that to the next tests as it was. */
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

/** Deploys the release's inventory into a sandbox of its own, as its users would, and keeps the states. */
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
