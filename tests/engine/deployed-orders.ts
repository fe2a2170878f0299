import { done } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import type { EngineHarness } from "./harness";

/** An inventory in which cluster shop of account a reads the secret `orders` of account b. `readers` has the entries. */
export const ordersInventory = (readers: string) => `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
secrets: { orders: { account: b, key: orders } }
readers:${readers}`;

/** Deploys a sandbox's inventory, and gives these secrets a value before the pods that read them start. */
export async function deployWith(
  sandbox: EngineHarness,
  names: readonly string[],
  input = "x",
): Promise<void> {
  await sandbox.stacks(["up", "--only", "*.cluster", "*.secrets"]);
  for (const name of names) await done(sandbox.command(["put", name], { input }));
  await sandbox.stacks(["up"]);
}

/** Deploys a sandbox's inventory with the secret `orders`, whose value is `swordfish`. */
export async function deployOrders(sandbox: EngineHarness, inventory: string): Promise<void> {
  await makeAdoptedClusters(sandbox, landingZone(inventory));
  await deployWith(sandbox, ["orders"], "swordfish");
}
