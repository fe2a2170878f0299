import { deepStrictEqual, strictEqual } from "node:assert";

import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { each } from "../facts";
import { done, failed } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { type EngineHarness, engineHarness, writeInventory } from "./harness";

const inventory = (settings: string, reader: string) => `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, existing: true, ${settings} } }
secrets: { own: { account: team } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], ${reader} }
  api: { cluster: shop, namespace: api, serviceAccount: default, reads: [own] }
`;

const CLASSES = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/web/secretproviderclasses";
const AGENT = "secretsStoreCsi: { podIdentityAgent: existing }";

describe("a cluster that others have set up", () => {
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
