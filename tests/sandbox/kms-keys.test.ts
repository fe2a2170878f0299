import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ReplicateKeyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";

import { later, makeKey, roleClients } from "./secrets-support";
import { A, B, REGION, startSandbox, type TestSandbox } from "./support";

const DAY = 24 * 60 * 60 * 1000;

describe("sandbox KMS keys", () => {
  let sandbox: TestSandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.stop();
  });

  const owner = () => sandbox.clients(B).kms;
  const describeKey = async (KeyId: string) =>
    (await owner().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;

  it("makes a key that id, ARN, alias name and alias ARN all name", async () => {
    const { KeyMetadata: made } = await owner().send(
      new CreateKeyCommand({ Description: "pods", Tags: [{ TagKey: "team", TagValue: "one" }] }),
    );
    match(made?.Arn ?? "", new RegExp(`^arn:aws:kms:${REGION}:${B}:key/[0-9a-f-]{36}$`));
    const AliasName = "alias/pods";
    await owner().send(new CreateAliasCommand({ AliasName, TargetKeyId: made?.KeyId }));
    for (const name of [
      made?.KeyId,
      made?.Arn,
      AliasName,
      `arn:aws:kms:${REGION}:${B}:${AliasName}`,
    ]) {
      deepStrictEqual(await describeKey(name ?? ""), made);
    }
    const { Tags } = await owner().send(new ListResourceTagsCommand({ KeyId: made?.KeyId }));
    deepStrictEqual(Tags, [{ TagKey: "team", TagValue: "one" }]);
  });

  it("keeps the keys and aliases of each account and Region apart", async () => {
    const arn = await makeKey(sandbox);
    await owner().send(new CreateAliasCommand({ AliasName: "alias/pods", TargetKeyId: arn }));
    const keys = async (account: string, region = REGION) =>
      (await sandbox.clients(account, region).kms.send(new ListKeysCommand({}))).Keys;
    deepStrictEqual(await keys(B), [{ KeyArn: arn, KeyId: arn.split("/")[1] }]);
    deepStrictEqual(await keys(A), []);
    deepStrictEqual(await keys(B, "eu-west-1"), []);
    const { kms } = sandbox.clients(A);
    const { Aliases } = await kms.send(new ListAliasesCommand({}));
    deepStrictEqual(Aliases, []);
    await rejects(kms.send(new DescribeKeyCommand({ KeyId: "alias/pods" })), {
      name: "NotFoundException",
    });
  });

  it("moves and removes an alias", async () => {
    const [first, second] = [await makeKey(sandbox), await makeKey(sandbox)];
    const AliasName = "alias/pods";
    await owner().send(new CreateAliasCommand({ AliasName, TargetKeyId: first }));
    await rejects(owner().send(new CreateAliasCommand({ AliasName, TargetKeyId: second })), {
      name: "AlreadyExistsException",
    });
    await owner().send(new UpdateAliasCommand({ AliasName, TargetKeyId: second }));
    strictEqual((await describeKey(AliasName))?.Arn, second);
    const ofFirst = await owner().send(new ListAliasesCommand({ KeyId: first }));
    deepStrictEqual(ofFirst.Aliases, []);
    await owner().send(new DeleteAliasCommand({ AliasName }));
    await rejects(describeKey(AliasName), { name: "NotFoundException" });
  });

  it("shows policies the aliases that a key has now", async () => {
    const [first, second] = [await makeKey(sandbox), await makeKey(sandbox)];
    const AliasName = "alias/pods";
    await owner().send(new CreateAliasCommand({ AliasName, TargetKeyId: first }));
    const Condition = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": AliasName } };
    const allowed = { Action: "kms:DescribeKey", Resource: "*", Condition };
    const { kms } = await roleClients(sandbox, "reader", [allowed], B);
    ok(await kms.send(new DescribeKeyCommand({ KeyId: first })));
    const refused = { name: "AccessDeniedException" };
    await rejects(kms.send(new DescribeKeyCommand({ KeyId: second })), refused);
    await owner().send(new UpdateAliasCommand({ AliasName, TargetKeyId: second }));
    ok(await kms.send(new DescribeKeyCommand({ KeyId: second })));
    await rejects(kms.send(new DescribeKeyCommand({ KeyId: first })), refused);
    await owner().send(new DeleteAliasCommand({ AliasName }));
    await rejects(kms.send(new DescribeKeyCommand({ KeyId: second })), refused);
  });

  it("lists page by page", async () => {
    const arns = [await makeKey(sandbox), await makeKey(sandbox), await makeKey(sandbox)];
    const first = await owner().send(new ListKeysCommand({ Limit: 2 }));
    strictEqual(first.Truncated, true);
    const second = await owner().send(new ListKeysCommand({ Limit: 2, Marker: first.NextMarker }));
    strictEqual(second.Truncated, false);
    const seen = [...(first.Keys ?? []), ...(second.Keys ?? [])].map(({ KeyArn }) => KeyArn);
    deepStrictEqual(seen.sort(), arns.sort());
  });

  it("records description, tags and rotation", async () => {
    const KeyId = await makeKey(sandbox);
    await owner().send(new UpdateKeyDescriptionCommand({ KeyId, Description: "changed" }));
    strictEqual((await describeKey(KeyId))?.Description, "changed");
    await owner().send(
      new TagResourceCommand({
        KeyId,
        Tags: [
          { TagKey: "a", TagValue: "1" },
          { TagKey: "b", TagValue: "2" },
        ],
      }),
    );
    await owner().send(new UntagResourceCommand({ KeyId, TagKeys: ["a"] }));
    const { Tags } = await owner().send(new ListResourceTagsCommand({ KeyId }));
    deepStrictEqual(Tags, [{ TagKey: "b", TagValue: "2" }]);
    const rotation = () => owner().send(new GetKeyRotationStatusCommand({ KeyId }));
    strictEqual((await rotation()).KeyRotationEnabled, false);
    await owner().send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    const { KeyRotationEnabled, RotationPeriodInDays } = await rotation();
    deepStrictEqual([KeyRotationEnabled, RotationPeriodInDays], [true, 90]);
    await owner().send(new DisableKeyRotationCommand({ KeyId }));
    strictEqual((await rotation()).KeyRotationEnabled, false);
  });

  it("disables and enables a key", async () => {
    const KeyId = await makeKey(sandbox);
    await owner().send(new DisableKeyCommand({ KeyId }));
    strictEqual((await describeKey(KeyId))?.KeyState, "Disabled");
    await rejects(owner().send(new EnableKeyRotationCommand({ KeyId })), {
      name: "DisabledException",
    });
    await owner().send(new EnableKeyCommand({ KeyId }));
    strictEqual((await describeKey(KeyId))?.Enabled, true);
  });

  it("deletes a key after its waiting period, and until then can cancel", async () => {
    const KeyId = await makeKey(sandbox);
    await owner().send(new CreateAliasCommand({ AliasName: "alias/pods", TargetKeyId: KeyId }));
    await owner().send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    strictEqual((await describeKey(KeyId))?.KeyState, "PendingDeletion");
    await rejects(owner().send(new EnableKeyCommand({ KeyId })), {
      name: "KMSInvalidStateException",
    });
    await owner().send(new CancelKeyDeletionCommand({ KeyId }));
    strictEqual((await describeKey(KeyId))?.KeyState, "Disabled");
    await owner().send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    ok(await describeKey(KeyId));
    const clients = later(sandbox, 7 * DAY + 60_000);
    for (const name of [KeyId, "alias/pods"]) {
      await rejects(clients().kms.send(new DescribeKeyCommand({ KeyId: name })), {
        name: "NotFoundException",
      });
    }
  });

  for (const PendingWindowInDays of [6, 31]) {
    it(`rejects a waiting period of ${PendingWindowInDays} days`, async () => {
      const KeyId = await makeKey(sandbox);
      await rejects(owner().send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays })), {
        name: "ValidationException",
      });
    });
  }

  it("replicates a multi-Region key under the same id", async () => {
    const { KeyMetadata } = await owner().send(new CreateKeyCommand({ MultiRegion: true }));
    match(KeyMetadata?.KeyId ?? "", /^mrk-[0-9a-f]{32}$/);
    const ReplicaRegion = "eu-west-1";
    const { ReplicaKeyMetadata: replica } = await owner().send(
      new ReplicateKeyCommand({ KeyId: KeyMetadata?.KeyId, ReplicaRegion }),
    );
    strictEqual(replica?.Arn, KeyMetadata?.Arn?.replace(REGION, ReplicaRegion));
    strictEqual(replica?.MultiRegionConfiguration?.MultiRegionKeyType, "REPLICA");
    const primary = await describeKey(KeyMetadata?.Arn ?? "");
    deepStrictEqual(primary?.MultiRegionConfiguration?.ReplicaKeys, [
      { Arn: replica?.Arn, Region: ReplicaRegion },
    ]);
  });

  it("rejects the replication of a single-Region key", async () => {
    const KeyId = await makeKey(sandbox);
    await rejects(owner().send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "eu-west-1" })), {
      name: "UnsupportedOperationException",
    });
  });

  it("rejects a caller whose policies do not allow the operation", async () => {
    const key = await makeKey(sandbox);
    const { kms } = await roleClients(
      sandbox,
      "reader",
      [{ Action: "kms:Describe*", Resource: "*" }],
      B,
    );
    ok(await kms.send(new DescribeKeyCommand({ KeyId: key })));
    const refused = { name: "AccessDeniedException" };
    await rejects(kms.send(new CreateKeyCommand({})), refused);
    await rejects(kms.send(new ListKeysCommand({})), refused);
    await rejects(kms.send(new ListAliasesCommand({})), refused);
    await rejects(kms.send(new DisableKeyCommand({ KeyId: key })), refused);
    await rejects(kms.send(new ScheduleKeyDeletionCommand({ KeyId: key })), refused);
    await rejects(
      kms.send(new CreateAliasCommand({ AliasName: "alias/x", TargetKeyId: key })),
      refused,
    );
    await rejects(kms.send(new TagResourceCommand({ KeyId: key, Tags: [] })), refused);
    strictEqual((await describeKey(key))?.KeyState, "Enabled");
  });

  it("rejects aliases and tags that AWS keeps for itself", async () => {
    const KeyId = await makeKey(sandbox);
    await rejects(
      owner().send(new CreateAliasCommand({ AliasName: "alias/aws/x", TargetKeyId: KeyId })),
      {
        name: "NotAuthorizedException",
      },
    );
    await rejects(
      owner().send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "aws:x", TagValue: "" }] })),
      { name: "TagException" },
    );
  });
});
