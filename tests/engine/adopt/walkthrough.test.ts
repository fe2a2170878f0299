import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { suiteEngine } from "../harness";
import { type MadeByHand, makeByHand } from "./by-hand";
import { ownersImports, readersImports, writeImports } from "./import-files";
import { mounted, polled } from "./polling";

const INVENTORY = `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
clusters: { shop: { account: a, existing: true, secretsStoreCsi: { install: existing } } }
secrets: { orders: { account: b, key: orders } }
readers:
  orders: { cluster: shop, namespace: default, serviceAccount: orders, roleName: by-hand, reads: [orders] }
`;

describe("a pod, its role and its secret that were made by hand", () => {
  const sandbox = suiteEngine(INVENTORY);
  let made: MadeByHand;

  before(async () => {
    made = await makeByHand(sandbox, INVENTORY);
    writeImports(sandbox, "b.secrets", ownersImports(made));
    writeImports(sandbox, "a.workloads", readersImports(made));
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  it("are taken over by up, and the pod reads all the while", async () => {
    const { asked, refusals } = await polled(sandbox, async () => {
      const stacks = await sandbox.stacks(["up"]);
      const imports = stacks.map(({ changes, stack }) => [stack, changes.import ?? 0]);
      deepStrictEqual(Object.fromEntries(imports), {
        "a.cluster": 0,
        "b.secrets": 5,
        "a.workloads": 4,
      });
    });
    ok(asked > 3);
    deepStrictEqual(refusals, []);
  });
});
