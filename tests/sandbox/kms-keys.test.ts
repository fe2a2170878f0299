import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { later, makeKey, roleClients } from "./secrets-support";
import { A, ask, B, REGION, withSandbox } from "./support";

const DAY = 24 * 60 * 60 * 1000;

describe("sandbox KMS keys", () => {
  const { sandbox, kms } = withSandbox({ each: true });

  const owner = () => sandbox.clients(B).kms;
  const describeKey = async (KeyId: string) => (await owner().describeKey({ KeyId })).KeyMetadata;

  it("makes a key that id, ARN, alias name and alias ARN all name", async () => {
    const { KeyMetadata: made } = await owner().createKey({
      Description: "pods",
      Tags: [{ TagKey: "team", TagValue: "one" }],
    });
    match(made?.Arn ?? "", new RegExp(`^arn:aws:kms:${REGION}:${B}:key/[0-9a-f-]{36}$`));
    const AliasName = "alias/pods";
    await owner().createAlias({ AliasName, TargetKeyId: made?.KeyId });
    for (const name of [
      made?.KeyId,
      made?.Arn,
      AliasName,
      `arn:aws:kms:${REGION}:${B}:${AliasName}`,
    ]) {
      deepStrictEqual(await describeKey(name ?? ""), made);
    }
    const { Tags } = await owner().listResourceTags({ KeyId: made?.KeyId });
    deepStrictEqual(Tags, [{ TagKey: "team", TagValue: "one" }]);
  });

  it("keeps the keys and aliases of each account and Region apart", async () => {
    const arn = await makeKey(sandbox);
    await owner().createAlias({ AliasName: "alias/pods", TargetKeyId: arn });
    const keys = async (account: string, region = REGION) =>
      (await sandbox.clients(account, region).kms.listKeys()).Keys;
    deepStrictEqual(await keys(B), [{ KeyArn: arn, KeyId: arn.split("/")[1] }]);
    deepStrictEqual(await keys(A), []);
    deepStrictEqual(await keys(B, "eu-west-1"), []);
    const { Aliases } = await kms.listAliases();
    deepStrictEqual(Aliases, []);
    await rejects(kms.describeKey({ KeyId: "alias/pods" }), { name: "NotFoundException" });
  });

  it("moves and removes an alias", async () => {
    const [first, second] = [await makeKey(sandbox), await makeKey(sandbox)];
    const AliasName = "alias/pods";
    await owner().createAlias({ AliasName, TargetKeyId: first });
    await rejects(owner().createAlias({ AliasName, TargetKeyId: second }), {
      name: "AlreadyExistsException",
    });
    await owner().updateAlias({ AliasName, TargetKeyId: second });
    strictEqual((await describeKey(AliasName))?.Arn, second);
    const ofFirst = await owner().listAliases({ KeyId: first });
    deepStrictEqual(ofFirst.Aliases, []);
    await owner().deleteAlias({ AliasName });
    await rejects(describeKey(AliasName), { name: "NotFoundException" });
  });

  it("shows policies the aliases that a key has now", async () => {
    const [first, second] = [await makeKey(sandbox), await makeKey(sandbox)];
    const AliasName = "alias/pods";
    await owner().createAlias({ AliasName, TargetKeyId: first });
    const Condition = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": AliasName } };
    const allowed = { Action: "kms:DescribeKey", Resource: "*", Condition };
    const { kms } = await roleClients(sandbox, "reader", [allowed], B);
    ok(await kms.describeKey({ KeyId: first }));
    const refused = { name: "AccessDeniedException" };
    await rejects(kms.describeKey({ KeyId: second }), refused);
    await owner().updateAlias({ AliasName, TargetKeyId: second });
    ok(await kms.describeKey({ KeyId: second }));
    await rejects(kms.describeKey({ KeyId: first }), refused);
    await owner().deleteAlias({ AliasName });
    await rejects(kms.describeKey({ KeyId: second }), refused);
  });

  it("lists page by page", async () => {
    const arns = [await makeKey(sandbox), await makeKey(sandbox), await makeKey(sandbox)];
    const first = await owner().listKeys({ Limit: 2 });
    strictEqual(first.Truncated, true);
    const second = await owner().listKeys({ Limit: 2, Marker: first.NextMarker });
    strictEqual(second.Truncated, false);
    const seen = [...(first.Keys ?? []), ...(second.Keys ?? [])].map(({ KeyArn }) => KeyArn);
    deepStrictEqual(seen.sort(), arns.sort());
  });

  it("records description, tags and rotation", async () => {
    const KeyId = await makeKey(sandbox);
    await owner().updateKeyDescription({ KeyId, Description: "changed" });
    strictEqual((await describeKey(KeyId))?.Description, "changed");
    await owner().tagResource({
      KeyId,
      Tags: [
        { TagKey: "a", TagValue: "1" },
        { TagKey: "b", TagValue: "2" },
      ],
    });
    await owner().untagResource({ KeyId, TagKeys: ["a"] });
    const { Tags } = await owner().listResourceTags({ KeyId });
    deepStrictEqual(Tags, [{ TagKey: "b", TagValue: "2" }]);
    const rotation = () => owner().getKeyRotationStatus({ KeyId });
    strictEqual((await rotation()).KeyRotationEnabled, false);
    await owner().enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    const { KeyRotationEnabled, RotationPeriodInDays } = await rotation();
    deepStrictEqual([KeyRotationEnabled, RotationPeriodInDays], [true, 90]);
    await owner().disableKeyRotation({ KeyId });
    strictEqual((await rotation()).KeyRotationEnabled, false);
  });

  it("disables and enables a key", async () => {
    const KeyId = await makeKey(sandbox);
    await owner().disableKey({ KeyId });
    strictEqual((await describeKey(KeyId))?.KeyState, "Disabled");
    await rejects(owner().enableKeyRotation({ KeyId }), { name: "DisabledException" });
    await owner().enableKey({ KeyId });
    strictEqual((await describeKey(KeyId))?.Enabled, true);
  });

  it("deletes a key after its waiting period, and until then can cancel", async () => {
    const KeyId = await makeKey(sandbox);
    await owner().createAlias({ AliasName: "alias/pods", TargetKeyId: KeyId });
    await owner().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    strictEqual((await describeKey(KeyId))?.KeyState, "PendingDeletion");
    await rejects(owner().enableKey({ KeyId }), { name: "KMSInvalidStateException" });
    await owner().cancelKeyDeletion({ KeyId });
    strictEqual((await describeKey(KeyId))?.KeyState, "Disabled");
    await owner().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    ok(await describeKey(KeyId));
    const clients = later(sandbox, 7 * DAY + 60_000);
    for (const name of [KeyId, "alias/pods"]) {
      await rejects(clients().kms.describeKey({ KeyId: name }), { name: "NotFoundException" });
    }
  });

  for (const PendingWindowInDays of [6, 31]) {
    it(`rejects a waiting period of ${PendingWindowInDays} days`, async () => {
      const KeyId = await makeKey(sandbox);
      await rejects(owner().scheduleKeyDeletion({ KeyId, PendingWindowInDays }), {
        name: "ValidationException",
      });
    });
  }

  it("replicates a multi-Region key under the same id", async () => {
    const { KeyMetadata } = await owner().createKey({ MultiRegion: true });
    match(KeyMetadata?.KeyId ?? "", /^mrk-[0-9a-f]{32}$/);
    const ReplicaRegion = "eu-west-1";
    const { ReplicaKeyMetadata: replica } = await owner().replicateKey({
      KeyId: KeyMetadata?.KeyId,
      ReplicaRegion,
    });
    strictEqual(replica?.Arn, KeyMetadata?.Arn?.replace(REGION, ReplicaRegion));
    strictEqual(replica?.MultiRegionConfiguration?.MultiRegionKeyType, "REPLICA");
    const primary = await describeKey(KeyMetadata?.Arn ?? "");
    deepStrictEqual(primary?.MultiRegionConfiguration?.ReplicaKeys, [
      { Arn: replica?.Arn, Region: ReplicaRegion },
    ]);
  });

  it("rejects the replication of a single-Region key", async () => {
    const KeyId = await makeKey(sandbox);
    await rejects(owner().replicateKey({ KeyId, ReplicaRegion: "eu-west-1" }), {
      name: "UnsupportedOperationException",
    });
  });

  it("rejects aliases and tags that AWS keeps for itself", async () => {
    const KeyId = await makeKey(sandbox);
    await rejects(owner().createAlias({ AliasName: "alias/aws/x", TargetKeyId: KeyId }), {
      name: "NotAuthorizedException",
    });
    await rejects(owner().tagResource({ KeyId, Tags: [{ TagKey: "aws:x", TagValue: "" }] }), {
      name: "TagException",
    });
  });
});

const ALIAS = "alias/shop";
const ARN = `arn:aws:kms:${REGION}:${A}:${ALIAS}`;
const tag = { TagKey: "k", TagValue: "v" };
const grant = { GranteePrincipal: `arn:aws:iam::${A}:user/administrator` };

/** Operations that take a key ID or key ARN according to AWS's documentation, and no alias. */
const BY_ID: Record<string, object> = {
  cancelKeyDeletion: {},
  createGrant: { ...grant, Operations: ["Decrypt"] },
  disableKey: {},
  disableKeyRotation: {},
  enableKey: {},
  enableKeyRotation: {},
  getKeyPolicy: {},
  getKeyRotationStatus: {},
  listAliases: {},
  listGrants: {},
  listKeyPolicies: {},
  listResourceTags: {},
  putKeyPolicy: { Policy: "{}" },
  replicateKey: { ReplicaRegion: "eu-west-1" },
  revokeGrant: { GrantId: "x" },
  rotateKeyOnDemand: {},
  scheduleKeyDeletion: {},
  tagResource: { Tags: [tag] },
  untagResource: { TagKeys: ["k"] },
  updateKeyDescription: { Description: "x" },
};

const BY_ALIAS: Record<string, object> = {
  describeKey: {},
  encrypt: { Plaintext: Buffer.from("x") },
  generateDataKey: { KeySpec: "AES_256" },
};

describe("sandbox KMS aliases", () => {
  const { kms } = withSandbox();
  let TargetKeyId: string | undefined;
  before(async () => {
    TargetKeyId = (await kms.createKey()).KeyMetadata?.KeyId;
    await kms.createAlias({ AliasName: ALIAS, TargetKeyId });
  });

  for (const [operation, input] of Object.entries(BY_ID)) {
    it(`are refused by ${operation}`, async () => {
      for (const name of [ALIAS, ARN]) {
        const message = `Invalid keyId ${name}`;
        await rejects(ask(kms, operation, { KeyId: name, ...input }), {
          name: "NotFoundException",
          message,
        });
      }
    });
  }

  for (const [operation, input] of Object.entries(BY_ALIAS)) {
    it(`are taken by ${operation}`, async () => {
      for (const name of [ALIAS, ARN]) await ask(kms, operation, { KeyId: name, ...input });
    });
  }

  it("have no colon", async () => {
    const AliasName = "alias/my:alias";
    await rejects(kms.createAlias({ AliasName, TargetKeyId }), {
      name: "ValidationException",
      message: `${AliasName} contains invalid characters for an alias`,
    });
  });

  it("left the key as it was where they were refused", async () => {
    const { KeyMetadata } = await kms.describeKey({ KeyId: ALIAS });
    deepStrictEqual([KeyMetadata?.KeyState, KeyMetadata?.Description], ["Enabled", ""]);
    strictEqual(Object.keys(BY_ID).length, 20);
  });
});
