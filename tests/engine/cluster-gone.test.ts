import { deepStrictEqual, match, strictEqual } from "node:assert";
import {
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  EKSClient,
  ListNodegroupsCommand,
} from "@aws-sdk/client-eks";

import { planShape } from "../../cli/verbs/plan/shape";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";

const INVENTORY = `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, create: {} } }
secrets: { own: { account: team } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] } }
`;

describe("a cluster of the stacks that somebody has deleted", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  let nodes: string[];

  before(async () => {
    sandbox = await engineHarness(INVENTORY);
    await sandbox.stacks(["up", "--only", "*.cluster", "*.secrets"]);
    const put = await sandbox.command(["put", "own"], { input: "x" });
    strictEqual(put.code, 0, put.stderr);
    await sandbox.stacks(["up"]);
    const eks = new EKSClient(await sandbox.client("team"));
    const clusterName = "shop";
    const listed = await eks.send(new ListNodegroupsCommand({ clusterName }));
    nodes = listed.nodegroups ?? [];
    for (const nodegroupName of nodes) {
      await eks.send(new DeleteNodegroupCommand({ clusterName, nodegroupName }));
    }
    deepStrictEqual(
      (await wrong()).map((says) => says.replace(/group \S+/, "group NAME")),
      ["node group NAME of cluster shop is not there"],
    );
    await eks.send(new DeleteClusterCommand({ name: clusterName }));
  });
  after(() => sandbox.remove());

  async function wrong(): Promise<string[]> {
    const { code, stderr, stdout } = await sandbox.command(["plan", "--live", "--json"]);
    const { deployed = [] } = planShape.parse(JSON.parse(stdout));
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
      match(
        stacks[0].reason,
        /cluster shop, which stack team\.cluster made, is not there: .*up --refresh makes it anew/,
      );
      strictEqual(code, 1);
    });
  }

  it("is made anew by up --refresh, with all that was in it", async () => {
    await sandbox.stacks(["up", "--refresh"]);
    deepStrictEqual(await wrong(), []);
  });
});
