import { deepStrictEqual, match, strictEqual } from "node:assert";
import { mounted, polled } from "./adopt/polling";
import { deployWith } from "./deployed-orders";
import { suiteEngine, writeInventory } from "./harness";
import { identityInventory, WAYS_IN, waysIn } from "./reader-identities";

describe("how a reader's pods get their role", () => {
  const sandbox = suiteEngine(identityInventory("irsa"));

  before(async () => {
    await deployWith(sandbox, ["orders"], "swordfish");
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  it("is by tokens alone where the inventory says irsa", async () => {
    deepStrictEqual(await waysIn(sandbox), WAYS_IN.irsa);
  });

  const change = async (identity: keyof typeof WAYS_IN, ...args: string[]) => {
    writeInventory(sandbox.data, identityInventory(identity));
    await polled(sandbox, () => sandbox.stacks(["up", ...args]));
    deepStrictEqual(await waysIn(sandbox), WAYS_IN[identity]);
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
  };

  for (const identity of ["both", "podIdentity", "both", "irsa"] as const) {
    it(`changes to ${identity} while a pod mounts each second, and then nothing more`, async () => {
      await change(identity);
    });
  }

  it("does not become Pod Identity alone while pods have tokens alone, unless that is confirmed", async () => {
    writeInventory(sandbox.data, identityInventory("podIdentity"));
    const refused = await sandbox.command(["up", "--yes"]);
    strictEqual(refused.code, 2, refused.stderr);
    match(
      refused.stderr,
      /reader orders would be let in no more as arn:aws:iam::111111111111:role\/orders by IAM roles for service accounts, as which its pods read orders; these pods of default\/orders in cluster shop may have nothing else yet: orders-\S+; replace them first: kubectl -n default rollout restart deployment orders/,
    );
    match(refused.stderr, /to keep it, write identity: both under readers\.orders/);
    match((await sandbox.command(["plan", "--live"])).stdout, /orders would be let in no more/);
    deepStrictEqual(await waysIn(sandbox), WAYS_IN.irsa);
    await change("podIdentity", "--yes-remove", "orders (irsa)");
  });

  it("keeps a former role while pods run that are older than their association", async () => {
    const former = `formerRole: "arn:aws:iam::111111111111:role/by-hand"`;
    const { eks } = await sandbox.aws("a");
    const isLetIn = async () => {
      const { secretsManager } = await sandbox.aws("b");
      const { ResourcePolicy } = await secretsManager.getResourcePolicy({ SecretId: "orders" });
      return ResourcePolicy?.includes("role/by-hand") ?? false;
    };
    writeInventory(
      sandbox.data,
      identityInventory("podIdentity").replace("identity: podIdentity", former),
    );
    await sandbox.stacks(["up"]);
    strictEqual(await isLetIn(), true);
    const { associations = [] } = await eks.listPodIdentityAssociations({ clusterName: "shop" });
    const [{ associationId } = {}] = associations;
    const roleArn = "arn:aws:iam::111111111111:role/orders";
    await eks.updatePodIdentityAssociation({ clusterName: "shop", associationId, roleArn });

    writeInventory(sandbox.data, identityInventory("podIdentity"));
    const refused = await sandbox.command(["up", "--yes"]);
    strictEqual(refused.code, 2, refused.stderr);
    match(
      refused.stderr,
      /as its former role arn:aws:iam::111111111111:role\/by-hand, as which its pods read orders; these pods/,
    );
    strictEqual(await isLetIn(), true);
    await sandbox.stacks(["up", "--yes-remove", "orders (former role)"]);
    strictEqual(await isLetIn(), false);
  });
});
