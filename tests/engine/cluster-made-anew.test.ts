import { match, ok, strictEqual } from "node:assert";
import {
  CreateClusterCommand,
  CreateNodegroupCommand,
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListAddonsCommand,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";

import { clusterAddress, clusterRequest } from "../sandbox/cluster-request";
import { bearerToken } from "../sandbox/eks-support";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";

const A = "111111111111";

const inventory = (cluster: string) => `
id: made-anew
accounts:
  a: { id: "${A}", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
clusters: { shop: { account: a, ${cluster} } }
secrets: { orders: { account: b, key: pods } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [orders] }
`;

describe("a reader", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  afterEach(() => sandbox.remove());

  async function kubernetes(method: string, path: string, body?: object): Promise<number> {
    const { credentials, endpoint } = await sandbox.client("a");
    const token = await bearerToken({ endpoint }, credentials, "shop");
    const address = clusterAddress(endpoint, sandbox.data.state, A, "shop");
    return (await clusterRequest(address, `/api/v1/${path}`, { method, token, body })).status;
  }

  /** `up` deploys the reader to the cluster that there is now, and then finds nothing to change. */
  async function deploysAnew(): Promise<void> {
    const { code, stderr, stdout } = await sandbox.command(["up", "--yes"]);
    strictEqual(code, 0, `${stderr}${stdout}`);
    match(stderr, /cluster shop was made anew on .*: a\.workloads deploys there again what it had/);
    const eks = new EKSClient(await sandbox.client("a"));
    const clusterName = "shop";
    const listed = await eks.send(new ListPodIdentityAssociationsCommand({ clusterName }));
    strictEqual(listed.associations?.length, 1);
    const { addons = [] } = await eks.send(new ListAddonsCommand({ clusterName }));
    ok(addons.includes("aws-secrets-store-csi-driver-provider"));
    strictEqual(await kubernetes("GET", "namespaces/web/serviceaccounts/web"), 200);
    for (const { changes } of await sandbox.stacks(["up", "--refresh"])) {
      strictEqual(Object.keys(changes).join(), "same");
    }
  }

  it("is deployed again after destroy took its cluster alone, which must be confirmed", async () => {
    sandbox = await engineHarness(inventory("create: {}"));
    await sandbox.stacks(["up"]);
    const alone = ["destroy", "--yes", "--only", "a.cluster"];
    const { code, stderr } = await sandbox.command(alone);
    strictEqual(code, 2);
    match(
      stderr,
      /destroy takes cluster shop from reader web, which stack a\.workloads still runs there; .* add --yes-remove a\.cluster/,
    );
    strictEqual((await sandbox.command([...alone, "--yes-remove", "a.cluster"])).code, 0);
    await deploysAnew();
  });

  it("is deployed again after others made its cluster anew", async () => {
    const text = inventory("existing: true");
    sandbox = await engineHarness(text);
    await makeAdoptedClusters(sandbox, landingZone(text));
    await sandbox.stacks(["up"]);
    const eks = new EKSClient(await sandbox.client("a"));
    const nodes = { clusterName: "shop", nodegroupName: "nodes" };
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "shop" }));
    const { nodegroup } = await eks.send(new DescribeNodegroupCommand(nodes));
    await eks.send(new DeleteNodegroupCommand(nodes));
    await eks.send(new DeleteClusterCommand({ name: "shop" }));
    const resourcesVpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
    await eks.send(
      new CreateClusterCommand({
        ...{ name: "shop", version: "1.34", roleArn: cluster?.roleArn, resourcesVpcConfig },
      }),
    );
    const nodeRole = nodegroup?.nodeRole;
    await eks.send(new CreateNodegroupCommand({ ...nodes, nodeRole, subnets: ["subnet-1"] }));
    await kubernetes("POST", "namespaces", { metadata: { name: "web" } });
    await deploysAnew();
  });

  it("is told by destroy of its secrets alone, and up then advises to restore them first", async () => {
    sandbox = await engineHarness(inventory("create: {}"));
    await sandbox.stacks(["up"]);
    const { code, stderr } = await sandbox.command(["destroy", "--yes", "--only", "b.secrets"]);
    strictEqual(code, 0);
    match(stderr, /reader web still mounts secrets of stack b\.secrets/);
    const up = await sandbox.command(["up", "--yes"]);
    strictEqual(up.code, 2);
    match(
      up.stderr,
      /has the deleted secret .*: to take it back with its value, run eks-pod-secrets restore orders; where/,
    );
  });
});
