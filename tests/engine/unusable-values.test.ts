import { deepStrictEqual, match, strictEqual } from "node:assert";
import type { KMS } from "@aws-sdk/client-kms";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { done, refused } from "../outcomes";
import { suiteEngine } from "./harness";
import { creation, proxyTo } from "./proxy";

const INVENTORY = `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
secrets: { orders: { account: a, key: pods }, other: { account: b } }
`;

describe("a value that somebody has made unusable by hand", () => {
  const sandbox = suiteEngine(INVENTORY);
  let kms: KMS;
  let owner: SecretsManager;
  let KeyId: string;
  let keys: number | undefined;

  before(async () => {
    await sandbox.stacks(["up"]);
    for (const name of ["orders", "other"]) {
      await sandbox.command(["put", name], { input: "swordfish" });
    }
    ({ kms, secretsManager: owner } = await sandbox.aws("a"));
    const described = await kms.describeKey({ KeyId: "alias/pods" });
    KeyId = described.KeyMetadata?.Arn ?? "";
    keys = (await kms.listKeys({})).Keys?.length;
  });

  /** `up` must fail for this stack and run the other one. Both `up` and `status` must say this. */
  async function refused(says: RegExp, ...ups: string[][]): Promise<void> {
    for (const args of ups) {
      const { answer, code } = await sandbox.ask("up", [...args]);
      const { stacks } = answer;
      const results = stacks.map(({ result, stack }) => `${stack} ${result}`);
      deepStrictEqual([code, ...results], [1, "a.secrets failed", "b.secrets done"]);
      match(stacks[0]?.reason ?? "", says);
    }
    const { answer, code } = await sandbox.ask("status");
    const { unusable } = answer;
    deepStrictEqual([code, unusable.length], [1, 1]);
    match(unusable[0]?.says ?? "", says);
    match((await sandbox.command(["status"])).stdout, says);
  }

  /** `up` must find nothing to change, and the value must still be there. */
  async function isAsBefore(): Promise<void> {
    for (const { changes } of await sandbox.stacks(["up", "--refresh"])) {
      deepStrictEqual(Object.keys(changes), ["same"]);
    }
    strictEqual((await owner.getSecretValue({ SecretId: "orders" })).SecretString, "swordfish");
    strictEqual((await kms.listKeys({})).Keys?.length, keys);
    await done(sandbox.command(["status"]));
  }

  it("is not deployed under a key that is to be deleted, and the commands are told that save it", async () => {
    await kms.scheduleKeyDeletion({ KeyId });
    const run = (command: string) => `aws kms ${command} --key-id ${KeyId} --region us-east-1`;
    const says = `key a/us-east-1/pods is to be deleted on .*: ${run("cancel-key-deletion")} && ${run("enable-key")}`;
    await refused(new RegExp(says), [], ["--refresh"]);
    await kms.cancelKeyDeletion({ KeyId });
    await kms.enableKey({ KeyId });
    await isAsBefore();
  });

  it("is not deployed under a key that is disabled", async () => {
    await kms.disableKey({ KeyId });
    const says = /key a\/us-east-1\/pods is disabled, .*: aws kms enable-key --key-id /;
    await refused(says, [], ["--refresh"]);
    await kms.enableKey({ KeyId });
    await isAsBefore();
  });

  it("is taken back by restore where its secret was deleted", async () => {
    await owner.deleteSecret({ SecretId: "orders" });
    await refused(
      /secret orders is deleted, .*: eks-pod-secrets restore orders/,
      [],
      ["--refresh"],
    );
    await done(sandbox.command(["restore", "orders"]));
    await sandbox.stacks(["up"]);
    await isAsBefore();
  });

  it("is said to be lost where its secret was deleted for good, and up --refresh makes that anew", async () => {
    await owner.deleteSecret({ SecretId: "orders", ForceDeleteWithoutRecovery: true });
    await refused(
      /secret orders is deleted for good, and its value is lost; eks-pod-secrets up --refresh/,
      [],
    );
    await sandbox.stacks(["up", "--refresh"]);
    await sandbox.command(["put", "orders"], { input: "swordfish" });
    await isAsBefore();
  });
});

describe("a secret that somebody else makes while up is to make it", () => {
  const INVENTORY = `
id: lz-tests
accounts: { shop: { id: "111111111111", region: us-east-1 } }
secrets: { orders/db: { account: shop } }
`;

  const sandbox = suiteEngine(INVENTORY);
  let theirs: SecretsManager;

  before(async () => {
    theirs = (await sandbox.aws("111111111111")).secretsManager;
  });

  const theirSecret = async () => {
    const SecretId = "orders/db";
    const { Description, Tags } = await theirs.describeSecret({ SecretId });
    const { ResourcePolicy } = await theirs.getResourcePolicy({ SecretId });
    return { Description, Tags, ResourcePolicy };
  };

  it("stays theirs: up names it and says what to do, and destroy keeps it", async () => {
    let made: Promise<unknown> | undefined;
    const proxy = await proxyTo(sandbox.connection.endpoint, {
      async asked(call) {
        if (creation(call)?.startsWith("CreateSecret orders/db ")) {
          made ??= theirs.createSecret({ Name: "orders/db", Description: "theirs" });
          await made;
        }
        return false;
      },
    });
    const environment = { ...sandbox.environment, AWS_ENDPOINT_URL: proxy.endpoint };
    const { code, stdout } = await sandbox.command(["up", "--yes"], { environment });
    proxy.close();
    strictEqual(code, 1, stdout);
    match(stdout, /orders\/db.*ResourceExistsException.*run eks-pod-secrets up again, which says/s);
    const kept = { Description: "theirs", Tags: undefined, ResourcePolicy: undefined };
    deepStrictEqual(await theirSecret(), kept);

    match(
      await refused(sandbox.command(["up", "--yes"])),
      /has secret arn:.*orders\/db-\w+, which stack shop\.secrets did not make/,
    );

    const { code: destroyed, stderr: said } = await sandbox.command(["destroy", "--yes"]);
    strictEqual(destroyed, 0, said);
    deepStrictEqual(await theirSecret(), kept);
  });
});
