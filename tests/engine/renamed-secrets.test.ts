import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { done } from "../outcomes";
import { differencesFound } from "./differences-found";
import { type EngineHarness, engineHarness, suiteEngine, writeInventory } from "./harness";

const inventory = (secrets: string, others = "") => `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
secrets:
  stays: { account: a, key: pods }
  ${secrets}
${others}`;

/** An existing secret, and readers that others deploy or have not deployed yet. */
const ofOthers = (arn: string, secret: string) => `
  adopted: { account: a, existing: true, arn: "${arn}" }
readers:
  same:
    external: true
    clusterArn: arn:aws:eks:us-east-1:111111111111:cluster/theirs
    namespace: web
    serviceAccount: web
    roleArn: arn:aws:iam::111111111111:role/theirs
    reads: [adopted, stays]
  other:
    external: true
    clusterArn: arn:aws:eks:us-east-1:333333333333:cluster/theirs
    namespace: web
    serviceAccount: web
    roleArn: arn:aws:iam::333333333333:role/theirs
    reads: [${secret}, stays]
`;

const REPLICA = "replicas: [{ region: eu-west-1, key: pods }]";

describe("a secret that is renamed, then moved", () => {
  let sandbox: EngineHarness;
  let adopted: string;

  before(async () => {
    const old = `old: { account: a, key: pods, ${REPLICA} }`;
    sandbox = await engineHarness(inventory(old));
    const { ARN = "" } = await (await client("a")).createSecret({
      Name: "adopted",
      SecretString: "marzipan",
    });
    adopted = ARN;
    writeInventory(sandbox.data, inventory(old, ofOthers(adopted, "old")));
    await sandbox.stacks(["up"]);
    await sandbox.command(["put", "old"], { input: "swordfish" });
  });
  after(() => sandbox.remove());

  const client = async (account: string) => (await sandbox.aws(account)).secretsManager;

  async function value(account: string, SecretId: string): Promise<string | undefined> {
    const owner = await client(account);
    return (await owner.getSecretValue({ SecretId })).SecretString;
  }

  async function isDeleted(account: string, SecretId: string): Promise<boolean> {
    const owner = await client(account);
    return (await owner.describeSecret({ SecretId })).DeletedDate !== undefined;
  }

  async function replicasOf(SecretId: string) {
    const { ReplicationStatus = [] } = await (await client("a")).describeSecret({ SecretId });
    return ReplicationStatus.map(({ Status }) => Status);
  }

  /** What `up` changes. */
  async function changes(text: string): Promise<Record<string, number>[]> {
    writeInventory(sandbox.data, inventory(text, ofOthers(adopted, "new")));
    const stacks = await sandbox.stacks(["up"]);
    return stacks.map(({ changes: { same: _, ...others } }) => others);
  }

  it("has its value under the new name beside the old one, which goes after its time", async () => {
    const renamed = (keepDays: number) =>
      `new: { account: a, key: pods, ${REPLICA}, renamedFrom: { secret: old, keepDays: ${keepDays} } }`;
    await changes(renamed(7));
    deepStrictEqual([await value("a", "old"), await value("a", "new")], ["swordfish", "swordfish"]);
    deepStrictEqual(await changes(renamed(7)), [{}]);
    strictEqual(await isDeleted("a", "old"), false);
    deepStrictEqual([await replicasOf("old"), await replicasOf("new")], [["InSync"], ["InSync"]]);
    deepStrictEqual(await differencesFound(sandbox, "live"), []);
    deepStrictEqual(await differencesFound(sandbox, "state"), []);

    await changes(renamed(0));
    strictEqual(await isDeleted("a", "old"), true);
    deepStrictEqual(await changes(renamed(0)), [{}]);
    strictEqual(await value("a", "new"), "swordfish");
  });

  it("has its value in the new account, and goes from the old one without a question", async () => {
    const moved = "new: { account: b, key: pods, movedFrom: { account: a, keepDays: 0 } }";
    await changes(moved);
    deepStrictEqual([await value("a", "new"), await value("b", "new")], ["swordfish", "swordfish"]);
    await changes(moved);
    strictEqual(await isDeleted("a", "new"), true);
    const { stdout } = await sandbox.command(["status"]);
    match(stdout, /new of b, which was new of a: there is no old one/);
  });
});

describe("a cluster whose readers copy secrets into Kubernetes Secrets", () => {
  const inventory = (settings: string) => `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, create: {}, ${settings} } }
secrets: { own: { account: team } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], syncToKubernetesSecrets: [{ name: own, data: { own: own } }] }
`;

  const sandbox = suiteEngine(inventory("secretsStoreCsi: { install: addon }"));

  it("is named after up where its driver may not", async () => {
    const { stderr } = await sandbox.command(["up", "--yes"]);
    match(stderr, /cluster shop copies nothing into Kubernetes Secrets: .*; write install: helm/);
  });

  it("has a driver that may by default", async () => {
    writeInventory(sandbox.data, inventory(""));
    const { code, stderr, stdout } = await sandbox.command(["up", "--yes"]);
    ok(code === 0 && !stderr.includes("copies nothing"), stderr + stdout);
  });
});

const ORDERS = "\n  orders: { account: a, key: pods, sealed: true, tags: { team: shop } }";

describe("a secret that was deleted", () => {
  const inventory = (secrets: string) => `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets:
  stays: { account: a, key: others }${secrets}
`;

  const sandbox = suiteEngine(inventory(ORDERS));

  before(async () => {
    await sandbox.stacks(["up"]);
    await sandbox.command(["put", "orders"], { input: "swordfish" });
  });

  /** Restores the secret and deploys it. It must have its value, and another deployment must change nothing. */
  async function restored(): Promise<void> {
    await done(sandbox.command(["restore", "orders"]));
    await sandbox.stacks(["up"]);
    const { secretsManager: owner } = await sandbox.aws("a");
    const read = new GetSecretValueCommand({ SecretId: "orders" });
    // The secret is sealed again: a read is denied by its policy, and not because the key is gone.
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
    // Nobody restores the other secret, and it must not be in the way.
    await done(sandbox.command(["restore", "stays"]));
    await restored();
  });

  it("is not renamed while it is sealed, before any access is removed, but by its administrator", async () => {
    await sandbox.stacks(["up"]);
    const bills = ORDERS.replace("orders:", "bills:").replace("pods", "pods, renamedFrom: orders");
    const renamed = inventory(bills);
    writeInventory(sandbox.data, renamed);
    const { code, stderr } = await sandbox.command(["up", "--yes"]);
    strictEqual(code, 2, stderr);
    match(
      stderr,
      /secret bills gets the value of orders of account a, which is sealed: \S+ cannot/,
    );
    match(stderr, /no stack was run$/m);
    const { Arn: administrator } = await (await sandbox.aws("a")).sts.getCallerIdentity({});
    const named = renamed.replace("region: us-east-1", `$&, administrators: ["${administrator}"]`);
    writeInventory(sandbox.data, named);
    await sandbox.stacks(["up"]);
    const { secretsManager } = await sandbox.aws("a");
    const read = await secretsManager.send(new GetSecretValueCommand({ SecretId: "bills" }));
    strictEqual(read.SecretString, "swordfish");
  });
});
