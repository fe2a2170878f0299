import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { SETTLING } from "../../../cli/stacks/before-run/former-ways-in-use";
import { refused } from "../../outcomes";
import { suiteEngine, writeInventory } from "../harness";
import { byHandInventory, type MadeByHand, makeByHand, replacePods } from "./by-hand";
import { ownersImports, readersImports, takingOver, writeImports } from "./import-files";
import { mounted, polled } from "./polling";

const FORMER = "arn:aws:iam::111111111111:role/by-hand";
const INVENTORY = byHandInventory(`, formerRole: "${FORMER}"`).replace(
  "roleName: by-hand",
  "roleName: orders",
);

describe("a pod that was made by hand, and gets a role of the inventory", () => {
  const sandbox = suiteEngine(INVENTORY);
  let made: MadeByHand;

  before(async () => {
    made = await makeByHand(sandbox, INVENTORY);
    writeImports(sandbox, "b.secrets", ownersImports(made));
    const imports = readersImports(made).filter(({ type }) => !type.startsWith("aws:iam/"));
    writeImports(sandbox, "a.workloads", imports);
  });

  it("keeps its association, which is turned to the new role, and reads all the while", async () => {
    await polled(sandbox, () => sandbox.stacks(["up", ...takingOver(made)]));
    const { eks, iam } = await sandbox.aws("a");
    const { associationId } = made;
    const asking = { clusterName: "shop", associationId };
    const { association } = await eks.describePodIdentityAssociation(asking);
    strictEqual(association?.roleArn, "arn:aws:iam::111111111111:role/orders");
    // The former role stays as it is.
    const { PolicyNames } = await iam.listRolePolicies({ RoleName: "by-hand" });
    deepStrictEqual(PolicyNames, ["read"]);
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
  });

  it("keeps its former role let in until its pods are new, and reads on without it", async () => {
    writeInventory(sandbox.data, INVENTORY.replace(/, formerRole: "[^"]*"/, ""));
    const stderr = await refused(sandbox.command(["up", "--yes"]));
    match(stderr, /let in no more as its former role \S+by-hand, .* these pods of default\/orders/);
    await sleep(SETTLING);
    await replacePods(sandbox);
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
    await polled(sandbox, () => sandbox.stacks(["up"]));
    const { secretsManager } = await sandbox.aws("b");
    const { ResourcePolicy = "" } = await secretsManager.getResourcePolicy({
      SecretId: made.secretArn,
    });
    ok(!ResourcePolicy.includes(FORMER) && ResourcePolicy.includes("role/orders"));
  });
});
