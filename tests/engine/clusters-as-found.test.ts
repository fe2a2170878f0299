import { deepStrictEqual, strictEqual } from "node:assert";
import { CreateAddonCommand, EKSClient } from "@aws-sdk/client-eks";

import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { planShape } from "../../cli/verbs/plan/shape";
import { clusterAddress, clusterRequest } from "../sandbox/cluster-request";
import { bearerToken } from "../sandbox/eks-support";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness, writeInventory } from "./harness";

const inventory = (settings: string, reader: string) => `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, existing: true, ${settings} } }
secrets: { own: { account: team } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], ${reader} }
  api: { cluster: shop, namespace: api, serviceAccount: default, reads: [own] }
`;

describe("a cluster that others have set up", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;

  before(async () => {
    const text = inventory("", "");
    sandbox = await engineHarness(text);
    const zone = landingZone(text);
    // Their namespace web has the service account already; nobody has made the namespace api.
    await makeAdoptedClusters(sandbox, {
      ...zone,
      readers: zone.readers.filter(({ namespace }) => namespace === "web"),
    });
    const eks = new EKSClient(await sandbox.client("team"));
    await eks.send(
      new CreateAddonCommand({ clusterName: "shop", addonName: "eks-pod-identity-agent" }),
    );
    await makeServiceAccount("web", "web");
  });
  after(() => sandbox.remove());

  const write = [
    "cluster shop has the Pod Identity agent already: write install: addon and podIdentityAgent: existing under clusters.shop.secretsStoreCsi",
    "cluster shop lacks the namespaces api: write createNamespaces: [api] under clusters.shop, or have them made",
    "cluster shop has the service accounts web/web already: write createServiceAccount: false under readers.web",
  ];

  it("is looked into by plan --live, which says what to write", async () => {
    const { code, stdout } = await sandbox.command(["plan", "--live", "--json"]);
    deepStrictEqual(planShape.parse(JSON.parse(stdout)).live, [
      { cluster: "shop", account: "team", write },
    ]);
    strictEqual(code, 1);
  });

  it("is not deployed to by up, which says the same and puts nothing there", async () => {
    const { code, stdout } = await sandbox.command(["up", "--yes", "--json"]);
    strictEqual(code, 1);
    deepStrictEqual(
      stacksShape
        .parse(JSON.parse(stdout))
        .stacks.map(({ reason, result, stack }) => [
          ...[stack, result],
          ...(reason?.split("\n") ?? []),
        ]),
      [
        ["team.cluster", "failed", ...write],
        ["team.secrets", "done"],
        ["team.workloads", "waits"],
      ],
    );
    strictEqual(await kubernetes("GET", "namespaces/api"), 404);
  });

  it("is deployed to as the inventory then says, twice, and keeps what is its own", async () => {
    const settings = "secretsStoreCsi: { podIdentityAgent: existing }, createNamespaces: [api]";
    writeInventory(sandbox.data, inventory(settings, "createServiceAccount: false"));
    await sandbox.stacks(["up"]);
    const again = await sandbox.stacks(["up"]);
    deepStrictEqual(
      again.map(({ changes }) => Object.keys(changes)),
      again.map(() => ["same"]),
    );
    const { code } = await sandbox.command(["plan", "--live"]);
    strictEqual(code, 0);
    await sandbox.stacks(["destroy"]);
    const statuses = await Promise.all(
      ["web/serviceaccounts/web", "api"].map((path) => kubernetes("GET", `namespaces/${path}`)),
    );
    deepStrictEqual(statuses, [200, 200]);
  });

  const makeServiceAccount = (namespace: string, name: string) =>
    kubernetes("POST", `namespaces/${namespace}/serviceaccounts`, { metadata: { name } });

  async function kubernetes(method: string, path: string, body?: object): Promise<number> {
    const { credentials, endpoint } = await sandbox.client("team");
    const token = await bearerToken({ endpoint }, credentials, "shop");
    const address = clusterAddress(endpoint, sandbox.data.state, "111111111111", "shop");
    return (await clusterRequest(address, `/api/v1/${path}`, { method, token, body })).status;
  }
});
