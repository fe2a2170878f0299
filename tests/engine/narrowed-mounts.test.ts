import { deepStrictEqual, match, strictEqual } from "node:assert";
import { refused } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { deployWith } from "./deployed-orders";
import { suiteEngine, writeInventory } from "./harness";

/** If `spare`, which has a value, is removed, a run asks and runs no stack. */
const inventory = (reads: string, spare = "\n  spare: { account: b }") => `
id: lz-mounts
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
clusters: { shop: { account: a, existing: true } }
secrets:
  own: { account: a }
  foreign: { account: b, key: pods }${spare}
parameters: { /flags: { account: a }, /limits: { account: a } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [${reads}] }
`;

const ALL = "own, foreign, { parameter: /flags }, { parameter: /limits }";

describe("a pod that starts when an access has gone, and no stack has run", () => {
  const sandbox = suiteEngine(inventory(ALL));
  const names = ["own", "foreign", "spare", "/flags", "/limits"];

  before(async () => {
    await makeAdoptedClusters(sandbox, landingZone(inventory(ALL)));
    await deployWith(sandbox, names, "x");
  });

  /** The files that a pod mounts if it starts now. */
  async function files(): Promise<string[]> {
    const { stderr, stdout } = await sandbox.control.probe({
      ...{ cluster: "arn:aws:eks:us-east-1:111111111111:cluster/shop", namespace: "web" },
      ...{ serviceAccount: "web", secretProviderClass: "web", mountPath: "/mnt" },
      command: ["ls", "/mnt"],
    });
    strictEqual(stderr, "");
    return stdout.trim().split("\n");
  }

  it("mounts what its reader keeps", async () => {
    deepStrictEqual(await files(), ["_flags", "_limits", "foreign", "own"]);
    writeInventory(sandbox.data, inventory("own, { parameter: /flags }", ""));
    const said = await refused(sandbox.command(["up", "--yes"]));
    match(said, /^access is removed: .*foreign/m);
    deepStrictEqual(await files(), ["_flags", "own"]);
  });

  it("mounts all again once the inventory grants it again", async () => {
    writeInventory(sandbox.data, inventory(ALL));
    await sandbox.stacks(["up"]);
    deepStrictEqual(await files(), ["_flags", "_limits", "foreign", "own"]);
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
  });
});
