import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { usableInventory } from "../../cli/inventory/inventory-file";
import { verifyShape } from "../../cli/verbs/verify/shape";
import { installationDirectory } from "../../sandbox/instance/installation";
import type { LandingZone } from "../../sdk/grant";
import { inParallel } from "../../stacks/in-parallel";
import { makeAdoptedClusters } from "./adopted-clusters";
import { actAs, needsOf } from "./deploy-roles";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";
import { readAsPod } from "./read-as-pod";
import { living, sandboxRecords } from "./sandbox-records";

const EXAMPLES = join(installationDirectory(), "examples/landing-zones");

/**
 * Those that are deployed again and destroyed, too: among them they have every kind of resource, readers of every mode, and
 * replicas.
 */
const WHOLE_LIFE = ["many-owners.yaml", "one-account.yaml", "two-regions.yaml"];

/** Names of the examples, in the two halves that two files of tests deploy: files may run beside each other. */
export function examples(half: 0 | 1): string[] {
  return readdirSync(EXAMPLES).filter((_, index) => index % 2 === half);
}

/** Deploys an example by roles with the rights that `permissions` prints, and tries it. */
export function testDeployedExample(name: string): void {
  describe(`the example ${name}, deployed`, function () {
    this.timeout(ENGINE_TIMEOUT);
    let sandbox: EngineHarness;
    let zone: LandingZone;
    /** What the accounts held before. */
    let found: string[];

    before(async () => {
      const [inventory, files] = filesOf(name);
      sandbox = await engineHarness(inventory, { files });
      const file = join(sandbox.data.project, "landing-zone.yaml");
      ({ landingZone: zone } = await usableInventory(file));
      await makeAdoptedClusters(sandbox, zone);
      const adopted = zone.clusters.filter(({ create }) => !create);
      await actAs("deploy", needsOf([zone], ["deploy", "put"]), sandbox, adopted);
      found = living(await sandboxRecords(sandbox.control));
    });
    after(() => sandbox.remove());

    /** What happened to the resources of all stacks. */
    async function stacks(verb: "up" | "destroy"): Promise<string[]> {
      const ended = await sandbox.stacks([verb]);
      return [...new Set(ended.flatMap(({ changes }) => Object.keys(changes)))];
    }

    it("comes up, and every reader's pod reads what it is granted", async () => {
      deepStrictEqual(await stacks("up"), ["create"]);
      await inParallel([...zone.secrets, ...zone.parameters], 2, async ({ id }) => {
        const ended = await sandbox.command(["put", id], { input: '{"password":"marzipan"}' });
        strictEqual(ended.code, 0, ended.stderr);
      });
      const { code, stderr, stdout } = await sandbox.command(["verify", "--json"]);
      strictEqual(code, 0, `${stderr}${stdout}`);
      const { readers } = verifyShape.parse(JSON.parse(stdout));
      deepStrictEqual(
        readers.map(({ files, reader, result }) => [reader, result, files.length > 0]),
        zone.readers.map(({ id }) => [id, "reads", true]),
      );
    });

    it("refuses every reader what it is not granted, and everyone else's pods", async () => {
      for (const reader of zone.readers) {
        for (const secret of zone.secrets) {
          const isGranted = reader.grants.some(({ target }) => target === secret);
          if (isGranted) await readAsPod(sandbox, reader, secret);
          else await rejects(readAsPod(sandbox, reader, secret), { name: "AccessDeniedException" });
          const stranger = { ...reader, serviceAccount: "default" };
          await rejects(readAsPod(sandbox, stranger, secret), {
            name: "ResourceNotFoundException",
          });
        }
      }
    });

    if (!WHOLE_LIFE.includes(name)) return;

    it("changes nothing when nothing changed", async () => {
      deepStrictEqual(await stacks("up"), ["same"]);
    });

    it("leaves nothing once destroyed", async () => {
      // What was only read, such as another stack's outputs, is discarded.
      const discarded = (op: string) => op === "discard";
      deepStrictEqual(
        (await stacks("destroy")).filter((op) => !discarded(op)),
        ["delete"],
      );
      deepStrictEqual(living(await sandboxRecords(sandbox.control)), found);
    });
  });
}

/** Text of an example, and the files that it includes. */
export function filesOf(name: string): [string, Record<string, string>] {
  const path = join(EXAMPLES, name);
  if (name.endsWith(".yaml")) return [readFileSync(path, "utf8"), {}];
  const files = readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:json|yaml)$/.test(file))
    .map((file): [string, string] => [file, readFileSync(join(path, file), "utf8")]);
  const { "landing-zone.yaml": inventory = "", ...included } = Object.fromEntries(files);
  return [inventory, included];
}
