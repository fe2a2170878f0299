import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { done } from "../outcomes";
import { bearerToken, clusterAddress } from "../sandbox/eks-support";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { suiteEngine, writeInventory } from "./harness";

const TEAM = "111111111111";

const inventory = (settings: string) => `
id: lz-tests
accounts: { team: { id: "${TEAM}", region: us-east-1 } }
clusters:
  shop: { account: team, existing: true, createNamespaces: true${settings} }
  other: { account: team, existing: true }
secrets: { own: { account: team } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] } }
`;

describe("a kubeconfigContext of another cluster", () => {
  const sandbox = suiteEngine(inventory(""));
  let environment: Record<string, string>;

  before(async () => {
    const zone = landingZone(inventory(""));
    await makeAdoptedClusters(sandbox, { ...zone, readers: [] });
    await sandbox.stacks(["up", "--only", "*.cluster", "*.secrets"]);
    await done(sandbox.command(["put", "own"], { input: "x" }));
    await sandbox.stacks(["up"]);
    const KUBECONFIG = join(sandbox.data.path, "kubeconfig");
    writeFileSync(KUBECONFIG, await kubeconfig("other"));
    environment = { ...sandbox.environment, KUBECONFIG };
    writeInventory(sandbox.data, inventory(", kubeconfigContext: shop-admin"));
  });

  const why =
    /^clusters\.shop\.kubeconfigContext "shop-admin" leads to \S+other, not to \S+shop: name/;

  it("is named by plan --live", async () => {
    const { answer, code } = await sandbox.ask("plan", ["--live"], { environment });
    const { live = [] } = answer;
    match(live.find(({ cluster }) => cluster === "shop")?.write[0] ?? "", why);
    strictEqual(code, 1);
  });

  for (const verb of ["up", "destroy"]) {
    it(`keeps ${verb} from making or deleting anything in either cluster`, async () => {
      const args = [verb, "--only", "team.workloads", "--yes", "--json"];
      const { code, stdout } = await sandbox.command(args, { environment });
      const [stack] = stacksShape.parse(JSON.parse(stdout)).stacks;
      deepStrictEqual([code, stack?.result], [1, "failed"]);
      match(stack?.reason ?? "", why);
      deepStrictEqual([await namespace("shop"), await namespace("other")], [200, 404]);
    });
  }

  it("ends a preview and a plain pulumi up before anything is made", async () => {
    const preview = await sandbox.command(["preview", "--only", "team.workloads"], { environment });
    match(preview.stdout, /kubeconfigContext "shop-admin" leads to/);
    strictEqual(preview.code, 1);
    const up = ["up", "--yes", "--skip-preview", "--stack", "team.workloads"];
    await rejects(runPulumi(environment, up));
    deepStrictEqual([await namespace("shop"), await namespace("other")], [200, 404]);
  });

  it("is no other cluster's once it leads to its own", async () => {
    writeFileSync(environment.KUBECONFIG ?? "", await kubeconfig("shop"));
    await sandbox.stacks(["up"], { environment });
    deepStrictEqual([await namespace("shop"), await namespace("other")], [200, 404]);
  });

  const addressOf = async (cluster: string) => {
    const { credentials, endpoint } = await sandbox.client("team");
    const address = clusterAddress(endpoint, sandbox.data.state, TEAM, cluster);
    return { address, token: await bearerToken({ endpoint }, credentials, cluster) };
  };

  /** The status of a cluster's namespace of the reader. */
  async function namespace(cluster: string): Promise<number> {
    return (await sandbox.kubernetes("team", cluster, "GET", "/api/v1/namespaces/web")).status;
  }

  async function kubeconfig(cluster: string): Promise<string> {
    const { address, token } = await addressOf(cluster);
    const authority = Buffer.from(address.certificateAuthority).toString("base64");
    const to = { server: address.server, "certificate-authority-data": authority };
    return JSON.stringify({
      contexts: [{ name: "shop-admin", context: { cluster, user: "me" } }],
      clusters: [{ name: cluster, cluster: to }],
      users: [{ name: "me", user: { token } }],
    });
  }
});
