import { deepStrictEqual, match, strictEqual } from "node:assert";

import { each } from "../facts";
import { done } from "../outcomes";
import { suiteEngine } from "./harness";

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
    await sandbox.stacks(["up", "--only", "*.cluster", "*.secrets"]);
    await done(sandbox.command(["put", "own"], { input: "x" }));
    await sandbox.stacks(["up"]);
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
