import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { done } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { polledBy } from "./adopt/polling";
import { deployOrders, ordersInventory } from "./deployed-orders";
import { suiteEngine, writeInventory } from "./harness";
import { readAsPod } from "./read-as-pod";

/** How the reader reads. */
interface Way {
  mode: string;
  roleName: string;
  targetRoleName: string;
  key: string;
}

const FIRST: Way = {
  mode: "resourcePolicy",
  roleName: "first",
  targetRoleName: "reads",
  key: "orders",
};

const inventory = ({ key, mode, roleName, targetRoleName }: Way) =>
  ordersInventory(`
  orders:
    cluster: shop
    namespace: default
    serviceAccount: orders
    roleName: ${roleName}
    mode: ${mode}${mode === "targetRole" ? `\n    targetRoleName: ${targetRoleName}` : ""}
    reads: [orders]
`).replace("key: orders", `key: ${key}`);

/** Changes. Each begins with what the one before has left. */
const CHANGES: readonly [string, Partial<Way>][] = [
  ["its mode, to targetRole", { mode: "targetRole" }],
  ["the name of its role in that mode", { roleName: "own" }],
  ["the name of its target role", { targetRoleName: "other-reads" }],
  ["its mode, to resourcePolicy", { mode: "resourcePolicy" }],
  ["the name of its role", { roleName: "second" }],
  ["the key of what it reads", { key: "other" }],
  ["both", { roleName: "third", key: "orders" }],
];

describe("a reader's way to a secret of another account", () => {
  const sandbox = suiteEngine(inventory(FIRST));
  let way = FIRST;

  before(async () => {
    await deployOrders(sandbox, inventory(FIRST));
  });

  /** What a pod reads that starts now. */
  async function value(): Promise<string | undefined> {
    const { readers, secrets } = landingZone(inventory(way));
    const [reader] = readers;
    const [secret] = secrets;
    ok(reader && secret);
    return (await readAsPod(sandbox, reader, secret)).SecretString;
  }

  for (const [what, change] of CHANGES) {
    it(`changes, by ${what}, while pods that start read on`, async () => {
      strictEqual(await value(), "swordfish");
      way = { ...way, ...change };
      writeInventory(sandbox.data, inventory(way));

      // Runs the owner's stack alone, twice. The old way must stay open.
      for (let run = 0; run < 2; run++) {
        match(
          await done(sandbox.command(["up", "--only", "b.secrets", "--yes"])),
          /b\.secrets lets .* by the former way, too, until a\.workloads is deployed/,
        );
        strictEqual(await value(), "swordfish");
      }
      const proof = await sandbox.command(["prove", "--state"]);
      match(proof.stdout, /b\.secrets lets orders in by the former way, too/);

      let [stdout, stderr] = ["", ""];
      const { asked, refusals } = await polledBy([value], async () => {
        const up = await sandbox.command(["up", "--yes"]);
        strictEqual(up.code, 0, up.stderr);
        ({ stderr, stdout } = up);
      });
      ok(asked > 1);
      strictEqual(
        stderr.includes("reader orders gets a new Pod Identity association"),
        change.mode === "resourcePolicy",
      );
      // The old association must go before the new one can be made.
      const isSaid = (one: string) => change.mode === "resourcePolicy" && /association/.test(one);
      deepStrictEqual(
        refusals.filter((one) => !isSaid(one)),
        [],
      );
      ok(!stdout.includes("former way"), stdout);
      strictEqual(await value(), "swordfish");
      strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
      const proved = await sandbox.command(["prove", "--state"]);
      strictEqual(proved.code, 0, proved.stdout);
      ok(!proved.stdout.includes("former way"), proved.stdout);
    });
  }
});
