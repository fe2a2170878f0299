import { deepStrictEqual } from "node:assert";
import { EKSClient, ListAddonsCommand } from "@aws-sdk/client-eks";
import { clusterAddress, clusterRequest } from "../sandbox/cluster-request";
import { bearerToken } from "../sandbox/eks-support";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import {
  ENGINE_TIMEOUT,
  type EngineHarness,
  engineHarness,
  heldResources,
  writeInventory,
} from "./harness";

const inventory = (install: string) => `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, existing: true, secretsStoreCsi: { install: ${install} } } }
`;

const AGENT = "eks-pod-identity-agent";
const DRIVER = "aws-secrets-store-csi-driver-provider";

describe("the driver of a cluster", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;

  before(async () => {
    sandbox = await engineHarness(inventory("addon"));
    await makeAdoptedClusters(sandbox, landingZone(inventory("addon")));
    await sandbox.stacks(["up"]);
  });
  after(() => sandbox.remove());

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
    deepStrictEqual(
      heldResources(sandbox.data, "team.cluster").filter(({ type }) => type.startsWith("aws:eks")),
      [],
    );
  });

  async function up(install: string): Promise<void> {
    writeInventory(sandbox.data, inventory(install));
    await sandbox.stacks(["up"]);
  }

  async function addons(): Promise<string[]> {
    const eks = new EKSClient(await sandbox.client("team"));
    const { addons: names = [] } = await eks.send(new ListAddonsCommand({ clusterName: "shop" }));
    return names.sort();
  }

  async function driverStatus(): Promise<number> {
    const { credentials, endpoint } = await sandbox.client("team");
    const token = await bearerToken({ endpoint }, credentials, "shop");
    const path = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";
    const address = clusterAddress(endpoint, sandbox.data.state, "111111111111", "shop");
    return (await clusterRequest(address, path, { token })).status;
  }
});
