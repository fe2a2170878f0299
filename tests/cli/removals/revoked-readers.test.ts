import { deepStrictEqual, strictEqual } from "node:assert";

import { statusShape } from "../../../cli/verbs/status/shape";
import { B, withSandbox } from "../../sandbox/support";
import { runInProject } from "../stacks/fake-project";

const INVENTORY = `
accounts: { owner: { id: "${B}", region: us-east-1 } }
secrets:
  orders: { account: owner, key: pods }
  stock: { account: owner, key: pods }
readers:
  shop:
    external: true
    clusterArn: arn:aws:eks:us-east-1:111111111111:cluster/shop
    namespace: shop
    serviceAccount: shop
    roleArn: arn:aws:iam::111111111111:role/shop
    reads: [orders, stock]
`;

describe("status, of a reader that others deploy", () => {
  const { sandbox } = withSandbox();

  before(async () => {
    const { secretsManager } = sandbox.clients(B);
    for (const Name of ["orders", "stock"]) {
      await secretsManager.createSecret({ Name });
    }
  });

  const run = (...args: string[]) =>
    runInProject(sandbox, B, args, {
      inventory: INVENTORY,
      stacks: { "owner.secrets": { resources: 1, holds: [] } },
    });

  async function revoked() {
    const { stdout } = await run("status", "--json");
    return statusShape.parse(JSON.parse(stdout)).revokedReaders;
  }

  it("names it while the owner's secrets deny it", async () => {
    deepStrictEqual(await revoked(), []);
    await run("revoke", "shop", "--yes");
    deepStrictEqual(await revoked(), [{ reader: "shop", state: "revoked" }]);
    await run("revoke", "shop", "--lift", "--yes");
    deepStrictEqual(await revoked(), []);
  });

  it("says why it does not know, where nobody may ask", async () => {
    const inventory = INVENTORY.replace("us-east-1 }", "us-east-1, profile: nobody }");
    const { stdout } = await runInProject(sandbox, B, ["status", "--json"], {
      inventory,
      stacks: { "owner.secrets": { resources: 1, holds: [] } },
    });
    const [found, ...others] = statusShape.parse(JSON.parse(stdout)).revokedReaders;
    deepStrictEqual([found?.reader, found?.state, others], ["shop", "unknown", []]);
    strictEqual(/profile nobody/.test(found?.reason ?? ""), true, found?.reason);
  });
});
