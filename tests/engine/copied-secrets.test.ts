import { match, ok } from "node:assert";

import { suiteEngine, writeInventory } from "./harness";

const inventory = (settings: string) => `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, create: {}, ${settings} } }
secrets: { own: { account: team } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], syncToKubernetesSecrets: [{ name: own, data: { own: own } }] }
`;

describe("a cluster whose readers copy secrets into Kubernetes Secrets", () => {
  const sandbox = suiteEngine(inventory("secretsStoreCsi: { install: addon }"));

  it("is named after up where its driver may not", async () => {
    const { stderr } = await sandbox.command(["up", "--yes"]);
    match(stderr, /cluster shop copies nothing into Kubernetes Secrets: .*; write install: helm/);
  });

  it("has a driver that may by default", async () => {
    writeInventory(sandbox.data, inventory(""));
    const { code, stderr, stdout } = await sandbox.command(["up", "--yes"]);
    ok(code === 0 && !stderr.includes("copies nothing"), stderr + stdout);
  });
});
