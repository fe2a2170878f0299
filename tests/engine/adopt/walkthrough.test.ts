import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { runPulumi } from "../../../sandbox/pulumi/run-pulumi";
import { done, refused } from "../../outcomes";
import { heldResources, suiteEngine, writeInventory } from "../harness";
import { byHandInventory, type MadeByHand, makeByHand, pulumiEnvironment } from "./by-hand";
import { ownersImports, readersImports, takingOver, writeImports } from "./import-files";
import { mounted, polled, upPolled } from "./polling";

const INVENTORY = byHandInventory();

describe("a pod, its role and its secret that were made by hand", () => {
  const sandbox = suiteEngine(INVENTORY);
  let made: MadeByHand;

  before(async () => {
    made = await makeByHand(sandbox, INVENTORY);
    writeImports(sandbox, "b.secrets", ownersImports(made));
    writeImports(sandbox, "a.workloads", readersImports(made));
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  it("are not taken over before somebody confirms whose access their policies would lose", async () => {
    const stderr = await refused(sandbox.command(["up", "--yes"]));
    match(
      stderr,
      /secret orders .*; but for the readers of the inventory, this would no longer let in arn:aws:iam::111111111111:root; .*--take-over orders/,
    );
    match(stderr, /key arn:\S+ has a policy .* no longer let in arn:aws:iam::111111111111:root; /);
    match(stderr, /no stack was run/);
  });

  it("are taken over by up, and the pod reads all the while", async () => {
    await upPolled(sandbox, made);
  });

  it("are as the inventory declares them then, which is proved of the inventory, the states and AWS", async () => {
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
    for (const source of [[], ["--state"], ["--live"]]) {
      const { code, stderr, stdout } = await sandbox.command(["prove", ...source]);
      strictEqual(code, 0, `${source} ${stderr}${stdout}`);
    }
  });

  it("are refused to another stack while one holds them", async () => {
    writeImports(sandbox, "c.workloads", readersImports(made));
    writeInventory(sandbox.data, byHandInventory("", "c").replace("lz-tests", "lz-others"));
    const stderr = await refused(sandbox.command(["up", "--yes", "--only", "c.workloads"]));
    match(
      stderr,
      /c\.workloads\.imports\.json:4: orders-role \(by-hand\) is held by stack a\.workloads, too/,
    );
    match(stderr, /orders-association \(shop,a-\S+\) is held by stack a\.workloads, too/);
    rmSync(join(sandbox.data.project, "adopted", "c.workloads.imports.json"));
    writeInventory(sandbox.data, INVENTORY);
  });

  it("are refused to a reader of another name, as up would delete them under the old one", async () => {
    const renamed = readersImports(made).map((one) => ({
      ...one,
      name: one.name.replace("orders", "shop"),
    }));
    writeImports(sandbox, "a.workloads", renamed);
    writeInventory(sandbox.data, INVENTORY.replace("  orders: { cluster", "  shop: { cluster"));
    const stderr = await refused(sandbox.command(["up", "--yes"]));
    match(stderr, /reader shop of a\.workloads is reader orders of a\.workloads by another name/);
    writeImports(sandbox, "a.workloads", readersImports(made));
    writeInventory(sandbox.data, INVENTORY);
  });

  it("leave the stacks by adopt --undo, and are as they were in AWS and the cluster", async () => {
    await polled(sandbox, async () => {
      const stdout = await done(sandbox.command(["adopt", "--undo"]));
      match(stdout, /no longer in b\.secrets: .*orders-secret \(arn:/);
      match(stdout, /no longer in a\.workloads: .*orders-role \(by-hand\)/);
    });
    const types = ["b.secrets", "a.workloads"].flatMap((stack) =>
      heldResources(sandbox.data, stack).map(({ type }) => type),
    );
    const adopted = [...ownersImports(made), ...readersImports(made)].map(({ type }) => type);
    deepStrictEqual(
      adopted.filter((type) => types.includes(type)),
      [],
    );
    match(await done(sandbox.command(["adopt", "--undo"])), /no stack holds anything/);
  });

  it("are refused to up then, before any stack runs, where the import files are gone", async () => {
    rmSync(join(sandbox.data.project, "adopted"), { recursive: true });
    const stderr = await refused(sandbox.command(["up", "--yes"]));
    for (const name of ["by-hand", "alias/orders", "default/orders"])
      ok(stderr.includes(name), stderr);
    match(stderr, /no stack was run/);
    writeImports(sandbox, "b.secrets", ownersImports(made));
    writeImports(sandbox, "a.workloads", readersImports(made));
  });

  it("are taken over by a plain pulumi up, too, without a second key", async () => {
    const plain = ["up", "--yes", "--skip-preview", "--stack", "b.secrets"];
    await polled(sandbox, async () =>
      runPulumi(await pulumiEnvironment(sandbox, "222222222222"), plain),
    );
    const { kms } = await sandbox.aws("b");
    const { Aliases = [] } = await kms.listAliases({ KeyId: made.keyId });
    strictEqual(Aliases[0]?.AliasName, "alias/orders");
    const keys = heldResources(sandbox.data, "b.secrets").filter(({ type }) =>
      /kms.key:Key/.test(type),
    );
    deepStrictEqual(
      keys.map(({ outputs }) => (outputs as { keyId: string }).keyId),
      [made.keyId],
    );
  });

  it("are taken over anew by the next up, and stay where the stacks are destroyed without the import files", async () => {
    await sandbox.stacks(["up", ...takingOver(made)]);
    // A second adopt writes these imports. It also finds what `up` has made.
    const id = "by-hand:read-granted";
    const own = { type: "aws:iam/rolePolicy:RolePolicy", name: "orders-policy", id };
    writeImports(sandbox, "a.workloads", [...readersImports(made), own]);
    await sandbox.stacks(["up"]);
    rmSync(join(sandbox.data.project, "adopted"), { recursive: true });
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
    await sandbox.stacks(["up"]);
    const { code, stderr } = await sandbox.command(["destroy", "--yes"]);
    strictEqual(code, 0, stderr);
    match(stderr, /left as they are, and no longer in b\.secrets: .*orders-secret/);
    match(stderr, /role by-hand .* stays, and reader orders .* loses .*: secret orders of account/);
    const [a, b] = await Promise.all([sandbox.aws("a"), sandbox.aws("b")]);
    const { DeletedDate } = await b.secretsManager.describeSecret({ SecretId: made.secretArn });
    strictEqual(DeletedDate, undefined);
    const { KeyMetadata } = await b.kms.describeKey({ KeyId: made.keyId });
    strictEqual(KeyMetadata?.KeyState, "Enabled");
    const { PolicyNames } = await a.iam.listRolePolicies({ RoleName: "by-hand" });
    deepStrictEqual(PolicyNames, []);
    const { associationId } = made;
    await a.eks.describePodIdentityAssociation({ clusterName: "shop", associationId });
  });
});
