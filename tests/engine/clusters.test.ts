import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { each } from "../facts";
import { done, failed, refused } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { deployWith } from "./deployed-orders";
import { type EngineHarness, engineHarness, suiteEngine, writeInventory } from "./harness";

const INVENTORY = `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, create: {} } }
secrets: { own: { account: team } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] } }
`;

describe("a cluster of the stacks that somebody has deleted", () => {
  const sandbox = suiteEngine(INVENTORY);
  let nodes: string[];

  before(async () => {
    await deployWith(sandbox, ["own"]);
    const { eks } = await sandbox.aws("team");
    const clusterName = "shop";
    const listed = await eks.listNodegroups({ clusterName });
    nodes = listed.nodegroups ?? [];
    for (const nodegroupName of nodes) {
      await eks.deleteNodegroup({ clusterName, nodegroupName });
    }
    each(await wrong(), (says) => says.replace(/group \S+/, "group NAME")).are([
      "node group NAME of cluster shop is not there",
    ]);
    await eks.deleteCluster({ name: clusterName });
  });

  async function wrong(): Promise<string[]> {
    const { answer, code, stderr, stdout } = await sandbox.ask("plan", ["--live"]);
    const { deployed = [] } = answer;
    const found = deployed.filter(({ result }) => result === "wrong");
    strictEqual(code, found.length > 0 ? 1 : 0, stderr + stdout);
    return found.map(({ reason, what }) => `${what} ${reason}`);
  }

  it("is named by plan --live", async () => {
    match((await wrong()).join(), /^cluster shop is not there/);
  });

  for (const args of [["up", "--yes"], ["preview"], ["preview", "--refresh"]]) {
    it(`is told by ${args.join(" ")}, which says what makes it anew`, async () => {
      const { code, stdout } = await sandbox.command([...args, "--json"]);
      const { stacks } = JSON.parse(stdout);
      match(stacks[0].reason, /cluster shop, which stack team\.cluster .* --refresh makes it anew/);
      strictEqual(code, 1);
    });
  }

  it("is made anew by up --refresh, with all that was in it", async () => {
    await sandbox.stacks(["up", "--refresh"]);
    deepStrictEqual(await wrong(), []);
  });
});

const A = "111111111111";

const inventory = (cluster: string) => `
id: made-anew
accounts: { a: { id: "${A}", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
clusters: { shop: { account: a, ${cluster} } }
secrets: { orders: { account: b, key: pods } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [orders] } }
`;

describe("a reader", () => {
  let sandbox: EngineHarness;
  afterEach(() => sandbox.remove());

  const kubernetes = async (method: string, path: string, body?: object) =>
    (await sandbox.kubernetes("a", "shop", method, `/api/v1/${path}`, body)).status;

  /** `up` deploys the reader to the new cluster, and afterwards finds nothing to change. */
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

  it("is named by a destroy of its secrets alone, and up then advises to restore these first", async () => {
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

const CLASSES = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/web/secretproviderclasses";
const AGENT = "secretsStoreCsi: { podIdentityAgent: existing }";

describe("a cluster that others have set up", () => {
  const inventory = (settings: string, reader: string) => `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, existing: true, ${settings} } }
secrets: { own: { account: team } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], ${reader} }
  api: { cluster: shop, namespace: api, serviceAccount: default, reads: [own] }
`;

  let sandbox: EngineHarness;

  before(async () => {
    const text = inventory("", "");
    sandbox = await engineHarness(text);
    const zone = landingZone(text);
    // The namespace web has its service account already. Nobody has made the namespace api.
    await makeAdoptedClusters(sandbox, {
      ...zone,
      readers: zone.readers.filter(({ namespace }) => namespace === "web"),
    });
    const { eks } = await sandbox.aws("team");
    await eks.createAddon({ clusterName: "shop", addonName: "eks-pod-identity-agent" });
    await kubernetes("POST", "/api/v1/namespaces/web/serviceaccounts", {
      metadata: { name: "web" },
    });
    await kubernetes("POST", CLASSES, {
      ...{ apiVersion: "secrets-store.csi.x-k8s.io/v1", kind: "SecretProviderClass" },
      ...{ metadata: { name: "web" }, spec: { provider: "aws" } },
    });
  });
  after(() => sandbox.remove());

  const [agent, ...workloads] = [
    "cluster shop has the Pod Identity agent already: write install: addon and podIdentityAgent: existing under clusters.shop.secretsStoreCsi",
    "cluster shop lacks the namespaces api: write createNamespaces: [api] under clusters.shop, or have them made",
    "cluster shop has the service accounts web/web already: write createServiceAccount: false under readers.web",
    "cluster shop has the SecretProviderClass web/web already: write another secretProviderClass under readers.web, or delete it",
  ];

  it("is looked into by plan --live, which says what to write", async () => {
    const { answer, code } = await sandbox.ask("plan", ["--live"]);
    deepStrictEqual(answer.live, [
      { cluster: "shop", account: "team", write: [agent, ...workloads] },
    ]);
    strictEqual(code, 1);
  });

  it("is not deployed to by up, which says the same and puts nothing there", async () => {
    const stdout = await failed(sandbox.command(["up", "--yes", "--json"]));
    each(stacksShape.parse(JSON.parse(stdout)).stacks, ({ reason, result, stack }) => [
      ...[stack, result],
      ...(reason?.split("\n") ?? []),
    ]).are([
      ["team.cluster", "failed", agent],
      ["team.secrets", "done"],
      ["team.workloads", "waits"],
    ]);
    strictEqual(await kubernetes("GET", "/api/v1/namespaces/api"), 404);
  });

  it("is deployed to without its workloads, where these alone are not as the inventory says", async () => {
    writeInventory(sandbox.data, inventory(AGENT, ""));
    const stdout = await failed(sandbox.command(["up", "--yes", "--json"]));
    each(stacksShape.parse(JSON.parse(stdout)).stacks, ({ reason, result, stack }) => [
      ...[stack, result],
      ...(reason?.split("\n") ?? []),
    ]).are([
      ["team.cluster", "done"],
      ["team.secrets", "done"],
      ["team.workloads", "failed", ...workloads],
    ]);
  });

  it("is deployed to as the inventory then says, twice, and keeps what is its own", async () => {
    const settings = `${AGENT}, createNamespaces: [api]`;
    const reader = "createServiceAccount: false, secretProviderClass: own";
    writeInventory(sandbox.data, inventory(settings, reader));
    await sandbox.stacks(["up"]);
    const again = await sandbox.stacks(["up"]);
    each(again, ({ changes }) => Object.keys(changes)).are(again.map(() => ["same"]));
    await done(sandbox.command(["plan", "--live"]));
    await sandbox.stacks(["destroy"]);
    const statuses = await Promise.all(
      [
        "/api/v1/namespaces/web/serviceaccounts/web",
        "/api/v1/namespaces/api",
        `${CLASSES}/web`,
      ].map((path) => kubernetes("GET", path)),
    );
    deepStrictEqual(statuses, [200, 200, 200]);
  });

  async function kubernetes(method: string, path: string, body?: object): Promise<number> {
    return (await sandbox.kubernetes("team", "shop", method, path, body)).status;
  }
});
