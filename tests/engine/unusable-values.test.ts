import { deepStrictEqual, match, strictEqual } from "node:assert";
import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  DeleteSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { statusShape } from "../../cli/verbs/status/shape";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";

const INVENTORY = `
id: lz-tests
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
secrets:
  orders: { account: a, key: pods }
  other: { account: b }
`;

describe("a value that somebody has made unusable by hand", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  let kms: KMSClient;
  let owner: SecretsManagerClient;
  let KeyId: string;
  let keys: number | undefined;

  before(async () => {
    sandbox = await engineHarness(INVENTORY);
    await sandbox.stacks(["up"]);
    for (const name of ["orders", "other"]) {
      await sandbox.command(["put", name], { input: "swordfish" });
    }
    kms = new KMSClient(await sandbox.client("a"));
    owner = new SecretsManagerClient(await sandbox.client("a"));
    const described = await kms.send(new DescribeKeyCommand({ KeyId: "alias/pods" }));
    KeyId = described.KeyMetadata?.Arn ?? "";
    keys = (await kms.send(new ListKeysCommand({}))).Keys?.length;
  });
  after(() => sandbox.remove());

  /** `up` runs the other stack alone, and both `up` and `status` say this. */
  async function refused(says: RegExp, ...ups: string[][]): Promise<void> {
    for (const args of ups) {
      const { code, stdout } = await sandbox.command(["up", "--yes", "--json", ...args]);
      const { stacks } = stacksShape.parse(JSON.parse(stdout));
      const results = stacks.map(({ result, stack }) => `${stack} ${result}`);
      deepStrictEqual([code, ...results], [1, "a.secrets failed", "b.secrets done"]);
      match(stacks[0]?.reason ?? "", says);
    }
    const { code, stdout } = await sandbox.command(["status", "--json"]);
    const { unusable } = statusShape.parse(JSON.parse(stdout));
    deepStrictEqual([code, unusable.length], [1, 1]);
    match(unusable[0]?.says ?? "", says);
    match((await sandbox.command(["status"])).stdout, says);
  }

  /** `up` finds nothing to change, and the value is there. */
  async function isAsBefore(): Promise<void> {
    for (const { changes } of await sandbox.stacks(["up", "--refresh"])) {
      deepStrictEqual(Object.keys(changes), ["same"]);
    }
    const read = new GetSecretValueCommand({ SecretId: "orders" });
    strictEqual((await owner.send(read)).SecretString, "swordfish");
    strictEqual((await kms.send(new ListKeysCommand({}))).Keys?.length, keys);
    strictEqual((await sandbox.command(["status"])).code, 0);
  }

  it("is not deployed under a key that is to be deleted, and the commands are told that save it", async () => {
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    const run = (command: string) => `aws kms ${command} --key-id ${KeyId} --region us-east-1`;
    const says = `key a/us-east-1/pods is to be deleted on .*: ${run("cancel-key-deletion")} && ${run("enable-key")}`;
    await refused(new RegExp(says), [], ["--refresh"]);
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    await kms.send(new EnableKeyCommand({ KeyId }));
    await isAsBefore();
  });

  it("is not deployed under a key that is disabled", async () => {
    await kms.send(new DisableKeyCommand({ KeyId }));
    const says = /key a\/us-east-1\/pods is disabled, .*: aws kms enable-key --key-id /;
    await refused(says, [], ["--refresh"]);
    await kms.send(new EnableKeyCommand({ KeyId }));
    await isAsBefore();
  });

  it("is taken back by restore where its secret was deleted", async () => {
    await owner.send(new DeleteSecretCommand({ SecretId: "orders" }));
    await refused(
      /secret orders is deleted, .*: eks-pod-secrets restore orders/,
      [],
      ["--refresh"],
    );
    const { code, stderr } = await sandbox.command(["restore", "orders"]);
    strictEqual(code, 0, stderr);
    await sandbox.stacks(["up"]);
    await isAsBefore();
  });

  it("is said to be lost where its secret was deleted for good, and up --refresh makes that anew", async () => {
    await owner.send(
      new DeleteSecretCommand({ SecretId: "orders", ForceDeleteWithoutRecovery: true }),
    );
    await refused(
      /secret orders is deleted for good, and its value is lost; eks-pod-secrets up --refresh/,
      [],
    );
    await sandbox.stacks(["up", "--refresh"]);
    await sandbox.command(["put", "orders"], { input: "swordfish" });
    await isAsBefore();
  });
});
