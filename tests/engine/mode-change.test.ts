import { match, ok, strictEqual } from "node:assert";
import { done } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { deployOrders, ordersInventory } from "./deployed-orders";
import { suiteEngine, writeInventory } from "./harness";
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

describe("a reader's mode", () => {
  const sandbox = suiteEngine(inventory("resourcePolicy"));

  before(async () => {
    await deployOrders(sandbox, inventory("resourcePolicy"));
  });

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
        match(
          await done(sandbox.command(["up", "--only", "b.secrets", "--yes"])),
          /b\.secrets lets .* by the former mode, too, until a\.workloads is deployed/,
        );
        strictEqual(await value(), "swordfish");
      }
      const proof = await sandbox.command(["prove", "--state"]);
      match(proof.stdout, /b\.secrets lets orders in by the former mode, too/);

      const stdout = await done(sandbox.command(["up", "--yes"]));
      ok(!stdout.includes("former mode"), stdout);
      strictEqual(await value(), "swordfish");
      strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
      const proved = await sandbox.command(["prove", "--state"]);
      strictEqual(proved.code, 0, proved.stdout);
      ok(!proved.stdout.includes("former mode"), proved.stdout);
    });
  }
});
