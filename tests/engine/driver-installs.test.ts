import { deepStrictEqual } from "node:assert";
import { none } from "../facts";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { heldResources, suiteEngine, writeInventory } from "./harness";

const inventory = (install: string) => `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, existing: true, secretsStoreCsi: { install: ${install} } } }
`;

const AGENT = "eks-pod-identity-agent";
const DRIVER = "aws-secrets-store-csi-driver-provider";

describe("the driver of a cluster", () => {
  const sandbox = suiteEngine(inventory("addon"));

  before(async () => {
    await makeAdoptedClusters(sandbox, landingZone(inventory("addon")));
    await sandbox.stacks(["up"]);
  });

  it("is the add-on, then Helm's, then the add-on again", async () => {
    await up("helm");
    deepStrictEqual(await addons(), [AGENT]);
    deepStrictEqual(await driverStatus(), 200);
    await up("addon");
    deepStrictEqual(await addons(), [DRIVER, AGENT]);
    deepStrictEqual(await driverStatus(), 200);
  });

  it("stays in the cluster, with the agent, when the inventory says that it exists", async () => {
    await up("existing");
    deepStrictEqual(await addons(), [DRIVER, AGENT]);
    none(heldResources(sandbox.data, "team.cluster"), ({ type }) => type.startsWith("aws:eks"));
  });

  async function up(install: string): Promise<void> {
    writeInventory(sandbox.data, inventory(install));
    await sandbox.stacks(["up"]);
  }

  async function addons(): Promise<string[]> {
    const { eks } = await sandbox.aws("team");
    const { addons: names = [] } = await eks.listAddons({ clusterName: "shop" });
    return names.sort();
  }

  async function driverStatus(): Promise<number> {
    const path = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";
    return (await sandbox.kubernetes("team", "shop", "GET", path)).status;
  }
});
