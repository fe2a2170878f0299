import { deepStrictEqual, ok, rejects } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { usableInventory } from "../../cli/inventory/inventory-file";
import { verifyShape } from "../../cli/verbs/verify/shape";
import { installationDirectory } from "../../sandbox/instance/installation";
import type { LandingZone } from "../../sdk/grant";
import { each, none } from "../facts";
import { done } from "../outcomes";
import { actAs, makeAdoptedClusters, needsOf } from "./adopted-clusters";
import { type EngineHarness, engineHarness, writeInventory } from "./harness";
import { readAsPod } from "./read-as-pod";
import { living, sandboxRecords } from "./sandbox-records";

const EXAMPLES = join(installationDirectory(), "examples/landing-zones");

/**
 * Examples that are also deployed again, changed, refreshed and destroyed. Together they have every kind of resource, readers of
 * every mode, and replicas. `EXAMPLES=all` does so with all.
 */
const WHOLE_LIFE = ["many-owners.yaml", "one-account.yaml", "two-regions.yaml"];

/** Names of half of the examples. Two test files deploy one half each, because files can run at the same time. */
export function examples(half: 0 | 1): string[] {
  return readdirSync(EXAMPLES).filter((_, index) => index % 2 === half);
}

/** Deploys an example by roles that have the rights that `permissions` prints, and tests it. */
export function testDeployedExample(name: string): void {
  describe(`the example ${name}, deployed`, () => {
    let sandbox: EngineHarness;
    let zone: LandingZone;
    /** The same inventory, changed. */
    let changed: string;
    /** What the accounts held before the deployment. */
    let found: string[];

    before(async () => {
      const [inventory, files] = filesOf(name);
      changed = withTags(inventory);
      sandbox = await engineHarness(changed, { files });
      const file = join(sandbox.data.project, "landing-zone.yaml");
      const { landingZone: later } = await usableInventory(file);
      writeInventory(sandbox.data, inventory);
      ({ landingZone: zone } = await usableInventory(file));
      await makeAdoptedClusters(sandbox, zone);
      const adopted = zone.clusters.filter(({ create }) => !create);
      await actAs("deploy", needsOf([zone, later], ["deploy", "put"]), sandbox, adopted);
      found = living(await sandboxRecords(sandbox.control));
    });
    after(() => sandbox.remove());

    /** What happened to the resources of all stacks. */
    async function stacks(...args: string[]): Promise<string[]> {
      const ended = await sandbox.stacks(args);
      return [...new Set(ended.flatMap(({ changes }) => Object.keys(changes)))];
    }

    async function put(args: string[], value: object): Promise<void> {
      const input = JSON.stringify(value);
      await done(sandbox.command(["put", ...args], { input }));
    }

    it("comes up, and every reader's pod reads what it is granted", async () => {
      deepStrictEqual(await stacks("up"), ["create"]);
      // The first is put by its name, and the others together, because each way needs other rights.
      const [first = "", ...others] = [...zone.secrets, ...zone.parameters].map(({ id }) => id);
      const value = { password: "marzipan" };
      const values = Object.fromEntries(others.map((id) => [id, value]));
      await put([first], value);
      if (others.length > 0) await put(["--from-json", "-"], values);
      const stdout = await done(sandbox.command(["verify", "--json"]));
      const { readers } = verifyShape.parse(JSON.parse(stdout));
      each(readers, ({ files, reader, result }) => [reader, result, files.length > 0]).are(
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

    if (process.env.EXAMPLES !== "all" && !WHOLE_LIFE.includes(name)) return;

    it("changes nothing when nothing changed", async () => {
      deepStrictEqual(await stacks("up"), ["same"]);
    });

    it("takes a change of everything that has tags, and a refresh", async () => {
      writeInventory(sandbox.data, changed);
      const ops = await stacks("up", "--refresh");
      ok(ops.includes("update"), ops.join());
      none(ops, (op) => !["same", "update"].includes(op));
    });

    it("leaves nothing once destroyed", async () => {
      // The engine discards what was only read, such as another stack's outputs.
      const discarded = (op: string) => op === "discard";
      deepStrictEqual(
        (await stacks("destroy")).filter((op) => !discarded(op)),
        ["delete"],
      );
      deepStrictEqual(living(await sandboxRecords(sandbox.control)), found);
    });
  });
}

/** Gives each account of an inventory a tag for everything in it. */
function withTags(inventory: string): string {
  const document = parseDocument(inventory);
  for (const account of Object.keys(document.toJS().accounts)) {
    document.setIn(["accounts", account, "tags"], { changed: "once" });
  }
  return document.toString();
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
