import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { heldResources, suiteEngine } from "../harness";
import { killedAfter } from "../runs-killed";
import { byHandInventory, makeByHand } from "./by-hand";
import { ownersImports, readersImports, takingOver, writeImports } from "./import-files";
import { polled } from "./polling";

describe("an up that is killed while it takes over what exists", () => {
  const sandbox = suiteEngine(byHandInventory(), { providers: "processes" });

  it("goes on where it is run again, with each object once, and the pod reads all the while", async () => {
    const made = await makeByHand(sandbox, byHandInventory());
    writeImports(sandbox, "b.secrets", ownersImports(made));
    writeImports(sandbox, "a.workloads", readersImports(made));
    const args = takingOver(made);
    let kills = 0;
    await polled(sandbox, async () => {
      for (const seconds of [2, 3, 4, 6]) {
        if (await killedAfter(sandbox, seconds * 1_000, args)) kills += 1;
      }
      await sandbox.stacks(["up", ...args]);
    });
    ok(kills > 1);
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
    const keys = heldResources(sandbox.data, "b.secrets").filter(
      ({ type }) => type === "aws:kms/key:Key",
    );
    deepStrictEqual(
      keys.map(({ outputs }) => (outputs as { keyId: string }).keyId),
      [made.keyId],
    );
    const { kms } = await sandbox.aws("b");
    strictEqual((await kms.listKeys({})).Keys?.length, 1);
  });
});
