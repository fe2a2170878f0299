import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { join } from "node:path";
import { EKS } from "@aws-sdk/client-eks";

import { ALL_ATTEMPTS } from "../../attempts/all-attempts";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";
import { heldUnder, runTrial } from "./run-trial";

/** Three accounts, two clusters in the first and one of the same name in the third. The readers read in another region. */
const INVENTORY = `
id: lz-tests
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: eu-west-1 }
  third: { id: "333333333333", region: us-east-1 }
clusters:
  shop: { account: pods, existing: true }
  second: { account: pods, existing: true }
  namesake: { account: third, name: shop, existing: true }
secrets:
  own: { account: pods, region: eu-west-1 }
  orders/db: { account: data, key: pods }
readers:
  web: { cluster: shop, namespace: default, serviceAccount: web, region: eu-west-1, reads: [own] }
  orders: { cluster: shop, namespace: default, serviceAccount: orders, region: eu-west-1, reads: [orders/db] }
  beside: { cluster: second, namespace: default, serviceAccount: web, region: eu-west-1, reads: [own] }
  third: { cluster: namesake, namespace: default, serviceAccount: web, region: eu-west-1, reads: [orders/db] }
`;

const ADD_ONS = ["eks-pod-identity-agent", "aws-secrets-store-csi-driver-provider"];

describe("trial of an inventory with a third account and a second cluster", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;

  before(async () => {
    sandbox = await engineHarness(INVENTORY);
    const zone = landingZone(INVENTORY);
    await makeAdoptedClusters(sandbox, zone);
    for (const { account, name, region } of zone.clusters) {
      const eks = new EKS({ ...(await sandbox.client(account.name)), region });
      for (const addonName of ADD_ONS) await eks.createAddon({ clusterName: name, addonName });
    }
  });
  after(() => sandbox.remove());

  it("makes every attempt that there is, and removes all of it in all accounts and clusters", async () => {
    const inventory = join(sandbox.data.project, "landing-zone.yaml");
    const { answer, code, stderr } = await runTrial(sandbox, ["--inventory", inventory, "--yes"]);
    strictEqual(code, 0, stderr);
    const { attempts, id, leftOut, reads, result } = answer();
    deepStrictEqual([result, leftOut], ["passed", []]);
    deepStrictEqual(
      attempts.map(({ attempt }) => attempt).sort(),
      ALL_ATTEMPTS.map(({ name }) => name).sort(),
    );
    ok(attempts.every((one) => one.result === "refused" && one.requestId));
    strictEqual(reads.length, 16);
    deepStrictEqual(await heldUnder(sandbox, id), []);
  });
});
