import { deepStrictEqual, strictEqual } from "node:assert";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { done } from "../outcomes";
import { suiteEngine, writeInventory } from "./harness";

const inventory = (secrets: string) => `
id: lz-tests
accounts:
  a: { id: "111111111111", region: us-east-1 }
secrets:
  stays: { account: a, key: others }${secrets}
`;
const ORDERS = "\n  orders: { account: a, key: pods, sealed: true, tags: { team: shop } }";

describe("a secret that was deleted", () => {
  const sandbox = suiteEngine(inventory(ORDERS));

  before(async () => {
    await sandbox.stacks(["up"]);
    await sandbox.command(["put", "orders"], { input: "swordfish" });
  });

  /** Restores it, and deploys: it has its value, and another deployment changes nothing. */
  async function restored(): Promise<void> {
    await done(sandbox.command(["restore", "orders"]));
    await sandbox.stacks(["up"]);
    const { secretsManager: owner } = await sandbox.aws("a");
    const read = new GetSecretValueCommand({ SecretId: "orders" });
    // Its seal is there again: it lets nobody in, and says so rather than that the key is gone.
    await owner.send(read).then(
      () => strictEqual("read", "denied"),
      ({ name }) => strictEqual(name, "AccessDeniedException"),
    );
    const [{ changes: { same: _, ...others } = {} } = {}] = await sandbox.stacks(["up"]);
    deepStrictEqual(others, {});
    writeInventory(sandbox.data, inventory(ORDERS.replace(" sealed: true,", "")));
    await sandbox.stacks(["up"]);
    strictEqual((await owner.send(read)).SecretString, "swordfish");
    writeInventory(sandbox.data, inventory(ORDERS));
  }

  it("has its value and its policy again after it left the inventory", async () => {
    writeInventory(sandbox.data, inventory(""));
    await sandbox.stacks(["up", "--yes-remove", "orders"]);
    writeInventory(sandbox.data, inventory(ORDERS));
    await restored();
  });

  it("has them again after its stack was destroyed", async () => {
    await sandbox.stacks(["up"]);
    await sandbox.stacks(["destroy"]);
    // The other one, which nobody restores, must not be in the way.
    await done(sandbox.command(["restore", "stays"]));
    await restored();
  });
});
