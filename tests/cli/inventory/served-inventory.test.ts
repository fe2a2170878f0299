import { deepStrictEqual } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { servedInventory } from "../../../cli/inventory/served-inventory";

const INVENTORY = `
defaults: { secrets: { account: owner }, readers: { cluster: shared, namespace: orders } }
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  owner: { id: "222222222222", region: us-east-1 }
clusters: { shared: { account: pods, existing: true } }
secrets: { orders: { key: orders } }
readers: { orders: { serviceAccount: orders, reads: [orders] } }
`;

describe("servedInventory", () => {
  const directory = mkdtempSync(join(tmpdir(), "served-inventory-"));
  after(() => rmSync(directory, { recursive: true }));

  function served(inventory: string) {
    const file = join(directory, "landing-zone.yaml");
    writeFileSync(file, inventory);
    return servedInventory(file);
  }

  function stacks(inventory: string) {
    const { stacks } = served(inventory);
    return ["pods", "owner"].flatMap(stacks);
  }

  it("names each account's stacks as the command plans them, defaults included", () => {
    deepStrictEqual(stacks(INVENTORY), ["pods.cluster", "pods.workloads", "owner.secrets"]);
  });

  it("names none of an inventory with mistakes", () => {
    deepStrictEqual(stacks(INVENTORY.replace("[orders]", "[absent]")), []);
  });

  it("tells the accounts and the organization, those of included files too", () => {
    const other = "accounts: { third: { id: 333333333333 } }\n";
    writeFileSync(join(directory, "more.yaml"), other);
    const { accounts, organization } = served(
      `${INVENTORY}organization: { id: o-0123456789 }\ninclude: [more.yaml]\n`,
    );
    deepStrictEqual(accounts, [
      { name: "pods", id: "111111111111", region: "us-east-1" },
      { name: "owner", id: "222222222222", region: "us-east-1" },
      { name: "third", id: "333333333333", region: undefined },
    ]);
    deepStrictEqual(organization, {
      ...{ id: "o-0123456789", managementAccount: undefined },
      accounts: ["111111111111", "222222222222", "333333333333"],
    });
  });
});
