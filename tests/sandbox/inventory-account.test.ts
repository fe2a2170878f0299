import { deepStrictEqual } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataDirectory } from "../../sandbox/instance/data-directory";
import { inventoryStacks } from "../../sandbox/instance/inventory-account";

const INVENTORY = `
defaults: { secrets: { account: owner }, readers: { cluster: shared, namespace: orders } }
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  owner: { id: "222222222222", region: us-east-1 }
clusters: { shared: { account: pods, existing: true } }
secrets: { orders: { key: orders } }
readers: { orders: { serviceAccount: orders, reads: [orders] } }
`;

describe("inventoryStacks", () => {
  const data = dataDirectory(mkdtempSync(join(tmpdir(), "inventory-account-")));
  after(() => rmSync(data.path, { recursive: true }));

  function stacks(inventory: string) {
    mkdirSync(data.project, { recursive: true });
    writeFileSync(join(data.project, "landing-zone.yaml"), inventory);
    return ["pods", "owner"].flatMap((account) => inventoryStacks(data, account));
  }

  it("names each account's stacks as the command plans them, defaults included", () => {
    deepStrictEqual(stacks(INVENTORY), ["pods.cluster", "pods.workloads", "owner.secrets"]);
  });

  it("names none of an inventory with mistakes", () => {
    deepStrictEqual(stacks(INVENTORY.replace("[orders]", "[absent]")), []);
  });
});
