import { match, ok, strictEqual } from "node:assert";

import { previewShape } from "../../cli/verbs/preview/shape";
import { landingZone } from "../stacks/run-stack";
import { deployOrders, ordersInventory } from "./deployed-orders";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness, writeInventory } from "./harness";
import { readAsPod } from "./read-as-pod";

const inventory = (mode: string) =>
  ordersInventory(`
  orders:
    cluster: shop
    namespace: default
    serviceAccount: orders
    mode: ${mode}
    reads: [orders]
`);

describe("a reader's mode", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;

  before(async () => {
    sandbox = await engineHarness(inventory("resourcePolicy"));
    await deployOrders(sandbox, inventory("resourcePolicy"));
  });
  after(() => sandbox.remove());

  /** What a pod reads that starts now. */
  async function value(): Promise<string | undefined> {
    const { readers, secrets } = landingZone(inventory("resourcePolicy"));
    const [reader] = readers;
    const [secret] = secrets;
    ok(reader && secret);
    return (await readAsPod(sandbox, reader, secret)).SecretString;
  }

  for (const [from, to] of [
    ["resourcePolicy", "targetRole"],
    ["targetRole", "resourcePolicy"],
  ] as const) {
    it(`changes from ${from} to ${to} while pods that start read on`, async () => {
      strictEqual(await value(), "swordfish");
      writeInventory(sandbox.data, inventory(to));

      // The owner's stack alone, twice: nothing of the old way goes.
      for (let run = 0; run < 2; run++) {
        const { code, stdout } = await sandbox.command(["up", "--only", "b.secrets", "--yes"]);
        strictEqual(code, 0, stdout);
        match(
          stdout,
          /b\.secrets lets orders in by the former mode, too, until a\.workloads is deployed/,
        );
        strictEqual(await value(), "swordfish");
      }
      const proof = await sandbox.command(["prove", "--state"]);
      match(proof.stdout, /b\.secrets lets orders in by the former mode, too/);

      const { code, stdout } = await sandbox.command(["up", "--yes"]);
      strictEqual(code, 0, stdout);
      ok(!stdout.includes("former mode"), stdout);
      strictEqual(await value(), "swordfish");
      const preview = await sandbox.command(["preview", "--refresh", "--json"]);
      strictEqual(previewShape.parse(JSON.parse(preview.stdout)).result, "no change");
      const proved = await sandbox.command(["prove", "--state"]);
      strictEqual(proved.code, 0, proved.stdout);
      ok(!proved.stdout.includes("former mode"), proved.stdout);
    });
  }
});
