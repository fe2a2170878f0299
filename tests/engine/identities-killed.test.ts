import { deepStrictEqual, strictEqual } from "node:assert";
import { mounted, polled } from "./adopt/polling";
import { deployWith } from "./deployed-orders";
import { ENGINE_TIMEOUT, suiteEngine, writeInventory } from "./harness";
import { identityInventory, WAYS_IN, waysIn } from "./reader-identities";
import { killedAfter, randoms } from "./runs-killed";

/** How often each change is killed before it may end: `IDENTITY_KILLS` says. */
const KILLS = Number(process.env.IDENTITY_KILLS ?? "1");

/** How long a change takes at most, nearly. In milliseconds. */
const LONG = 12_000;

describe("a change of how pods get their role, killed", function () {
  this.timeout(ENGINE_TIMEOUT * (1 + KILLS));
  const sandbox = suiteEngine(identityInventory("irsa"), { providers: "processes" });
  const random = randoms(30);

  before(async () => {
    await deployWith(sandbox, ["orders"], "swordfish");
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  for (const identity of ["both", "podIdentity", "both", "irsa"] as const) {
    it(`goes on to ${identity}, and a pod mounts each second`, async () => {
      writeInventory(sandbox.data, identityInventory(identity));
      const { refusals } = await polled(sandbox, async () => {
        for (let kill = 0; kill < KILLS; kill++) await killedAfter(sandbox, random() * LONG);
        await sandbox.stacks(["up"]);
      });
      deepStrictEqual(refusals, []);
      deepStrictEqual(await waysIn(sandbox), WAYS_IN[identity]);
    });
  }
});
