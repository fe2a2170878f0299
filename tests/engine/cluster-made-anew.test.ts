import { match, ok, strictEqual } from "node:assert";
import { done, refused } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { type EngineHarness, engineHarness } from "./harness";

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

describe("a reader", () => {
  let sandbox: EngineHarness;
  afterEach(() => sandbox.remove());

  const kubernetes = async (method: string, path: string, body?: object) =>
    (await sandbox.kubernetes("a", "shop", method, `/api/v1/${path}`, body)).status;

  /** `up` deploys the reader to the cluster that there is now, and then finds nothing to change. */
  async function deploysAnew(): Promise<void> {
    const { code, stderr, stdout } = await sandbox.command(["up", "--yes"]);
    strictEqual(code, 0, `${stderr}${stdout}`);
    match(stderr, /cluster shop was made anew on .*: a\.workloads deploys there again what it had/);
    const { eks } = await sandbox.aws("a");
    const clusterName = "shop";
    const listed = await eks.listPodIdentityAssociations({ clusterName });
    strictEqual(listed.associations?.length, 1);
    const { addons = [] } = await eks.listAddons({ clusterName });
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
    match(
      await refused(sandbox.command(alone)),
      /destroy takes .* a\.workloads still runs there; .* add --yes-remove a\.cluster/,
    );
    await done(sandbox.command([...alone, "--yes-remove", "a.cluster"]));
    await deploysAnew();
  });

  it("is deployed again after others made its cluster anew", async () => {
    const text = inventory("existing: true");
    sandbox = await engineHarness(text);
    await makeAdoptedClusters(sandbox, landingZone(text));
    await sandbox.stacks(["up"]);
    const { eks } = await sandbox.aws("a");
    const nodes = { clusterName: "shop", nodegroupName: "nodes" };
    const { cluster } = await eks.describeCluster({ name: "shop" });
    const { nodegroup } = await eks.describeNodegroup(nodes);
    await eks.deleteNodegroup(nodes);
    await eks.deleteCluster({ name: "shop" });
    const resourcesVpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
    await eks.createCluster({
      ...{ name: "shop", version: "1.34", roleArn: cluster?.roleArn, resourcesVpcConfig },
    });
    const nodeRole = nodegroup?.nodeRole;
    await eks.createNodegroup({ ...nodes, nodeRole, subnets: ["subnet-1"] });
    await kubernetes("POST", "namespaces", { metadata: { name: "web" } });
    await deploysAnew();
  });

  it("is told by destroy of its secrets alone, and up then advises to restore them first", async () => {
    sandbox = await engineHarness(inventory("create: {}"));
    await sandbox.stacks(["up"]);
    const { code, stderr } = await sandbox.command(["destroy", "--yes", "--only", "b.secrets"]);
    strictEqual(code, 0);
    match(stderr, /reader web still mounts secrets of stack b\.secrets/);
    match(
      await refused(sandbox.command(["up", "--yes"])),
      /has the deleted secret .*: to take .* eks-pod-secrets restore orders; where/,
    );
  });
});
