import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";

import { later, makeSecret, policy, rootOf } from "./secrets-support";
import { A, B, pluck, REGION, withSandbox } from "./support";

const DAY = 24 * 60 * 60 * 1000;
const SecretId = "s";

describe("sandbox Secrets Manager life cycle", () => {
  const { sandbox } = withSandbox({ each: true });

  const owner = (region = REGION) => sandbox.clients(B, region).secretsManager;
  const make = (more = {}) => makeSecret(sandbox, { Name: SecretId, SecretString: "1", ...more });
  const remove = (more = {}) => owner().deleteSecret({ SecretId, ...more });
  const get = (region = REGION) => owner(region).getSecretValue({ SecretId });
  const describeSecret = (region = REGION) => owner(region).describeSecret({ SecretId });

  it("refuses every use of a deleted secret but to describe and restore it", async () => {
    await make();
    const { DeletionDate } = await remove({ RecoveryWindowInDays: 7 });
    const marked = {
      name: "InvalidRequestException",
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    };
    await rejects(get(), marked);
    await rejects(owner().putSecretValue({ SecretId, SecretString: "2" }), marked);
    await rejects(owner().getResourcePolicy({ SecretId }), marked);
    await rejects(owner().tagResource({ SecretId, Tags: [] }), marked);
    const days = ((DeletionDate?.getTime() ?? 0) - Date.now()) / DAY;
    strictEqual(Math.round(days), 7);
    ok((await describeSecret()).DeletedDate);
    deepStrictEqual((await owner().listSecrets()).SecretList, []);
    await owner().restoreSecret({ SecretId });
    strictEqual((await get()).SecretString, "1");
  });

  it("keeps the name of a deleted secret until the recovery window has passed", async () => {
    await make();
    await remove({ RecoveryWindowInDays: 7 });
    const create = { Name: SecretId };
    await rejects(owner().createSecret(create), {
      name: "InvalidRequestException",
      message: /a secret with this name is already scheduled for deletion/,
    });
    await rejects(remove(), { name: "InvalidRequestException" });
    const clients = later(sandbox, 7 * DAY + 60_000);
    await rejects(clients().secretsManager.describeSecret({ SecretId }), {
      name: "ResourceNotFoundException",
    });
    await clients().secretsManager.createSecret(create);
    const versions = await clients().secretsManager.describeSecret({ SecretId });
    deepStrictEqual(versions.VersionIdsToStages, {});
  });

  it("deletes at once where that is forced", async () => {
    await make();
    await remove({ ForceDeleteWithoutRecovery: true });
    await rejects(describeSecret(), { name: "ResourceNotFoundException" });
  });

  for (const more of [
    { RecoveryWindowInDays: 6 },
    { RecoveryWindowInDays: 31 },
    { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
  ]) {
    it(`rejects a deletion with ${JSON.stringify(more)}`, async () => {
      await make();
      await rejects(remove(more), { name: "InvalidParameterException" });
      strictEqual((await get()).SecretString, "1");
    });
  }

  it("tags and untags", async () => {
    await make({ Tags: [{ Key: "a", Value: "1" }] });
    await owner().tagResource({ SecretId, Tags: [{ Key: "b", Value: "2" }] });
    await owner().untagResource({ SecretId, TagKeys: ["a"] });
    deepStrictEqual((await describeSecret()).Tags, [{ Key: "b", Value: "2" }]);
    for (const Key of ["aws:x", "AWS:x", "Aws:x"]) {
      const reserved = { SecretId, Tags: [{ Key, Value: "" }] };
      await rejects(owner().tagResource(reserved), { name: "InvalidParameterException" });
    }
  });

  it("records rotation settings", async () => {
    await make();
    const RotationLambdaARN = `arn:aws:lambda:${REGION}:${B}:function:rotate`;
    await rejects(owner().rotateSecret({ SecretId }), { name: "InvalidRequestException" });
    const RotationRules = { AutomaticallyAfterDays: 30, Duration: "2h" };
    await owner().rotateSecret({ SecretId, RotationLambdaARN, RotationRules });
    const described = await describeSecret();
    deepStrictEqual(
      [described.RotationEnabled, described.RotationLambdaARN, described.RotationRules],
      [true, RotationLambdaARN, RotationRules],
    );
    await owner().cancelRotateSecret({ SecretId });
    strictEqual((await describeSecret()).RotationEnabled, false);
  });

  describe("with a replica", () => {
    const THERE = "eu-west-1";
    const AddReplicaRegions = [{ Region: THERE }];

    it("replicates values, tags and policy under the same suffix, then and later", async () => {
      const arn = await make({ AddReplicaRegions, Tags: [{ Key: "a", Value: "1" }] });
      const { ARN, SecretString } = await get(THERE);
      deepStrictEqual([ARN, SecretString], [arn.replace(REGION, THERE), "1"]);
      ok((await describeSecret(THERE)).LastAccessedDate);
      strictEqual((await describeSecret()).LastAccessedDate, undefined);
      await owner().putSecretValue({ SecretId, SecretString: "2" });
      ok((await describeSecret(THERE)).LastAccessedDate);
      strictEqual((await get(THERE)).SecretString, "2");
      const { Tags, PrimaryRegion } = await describeSecret(THERE);
      deepStrictEqual([Tags, PrimaryRegion], [[{ Key: "a", Value: "1" }], REGION]);
      const { ReplicationStatus } = await describeSecret();
      deepStrictEqual(pluck(ReplicationStatus, "Region", "Status"), [[THERE, "InSync"]]);
    });

    it("refuses writes to the replica and the deletion of its primary", async () => {
      await make();
      await owner().replicateSecretToRegions({ SecretId, AddReplicaRegions });
      const write = { SecretId, SecretString: "2" };
      await rejects(owner(THERE).putSecretValue(write), {
        name: "InvalidParameterException",
        message: /replica/,
      });
      await rejects(remove(), { name: "InvalidParameterException", message: /replica/ });
      await owner().removeRegionsFromReplication({ SecretId, RemoveReplicaRegions: [THERE] });
      await rejects(get(THERE), { name: "ResourceNotFoundException" });
      await remove();
    });

    it("leaves the replica failed where its key cannot be used, and the primary written", async () => {
      const KmsKeyId = `arn:aws:kms:${THERE}:${B}:key/11111111-2222-3333-4444-555555555555`;
      await make({ AddReplicaRegions: [{ Region: THERE, KmsKeyId }] });
      strictEqual((await get()).SecretString, "1");
      strictEqual((await describeSecret()).ReplicationStatus?.[0]?.Status, "Failed");
      await rejects(get(THERE), { name: "ResourceNotFoundException" });
    });

    it("leaves the replica failed where a secret of that name is, until that is gone", async () => {
      await owner(THERE).createSecret({ Name: SecretId, SecretString: "other" });
      await make({ AddReplicaRegions });
      const { ReplicationStatus: [failed] = [] } = await describeSecret();
      deepStrictEqual(
        [failed?.Status, failed?.StatusMessage],
        [
          "Failed",
          `Replication failed: Secret name ${SecretId} already exists in region ${THERE}.`,
        ],
      );
      strictEqual((await get(THERE)).SecretString, "other");
      const RemoveReplicaRegions = [THERE];
      await owner().removeRegionsFromReplication({ SecretId, RemoveReplicaRegions });
      strictEqual((await get(THERE)).SecretString, "other");
    });

    it("makes a replica a secret of its own, of which its primary knows no more", async () => {
      await make({ AddReplicaRegions });
      const stop = { SecretId };
      await rejects(owner().stopReplicationToReplica(stop), { name: "InvalidParameterException" });
      await owner(THERE).stopReplicationToReplica(stop);
      await owner(THERE).putSecretValue({ SecretId, SecretString: "2" });
      deepStrictEqual([(await get(THERE)).SecretString, (await get()).SecretString], ["2", "1"]);
      const [there, here] = [await describeSecret(THERE), await describeSecret()];
      deepStrictEqual([there.PrimaryRegion, here.ReplicationStatus], [undefined, undefined]);
      await remove();
      strictEqual((await get(THERE)).SecretString, "2");
    });

    it("overwrites a secret of that name when told to, but none that has replicas of its own", async () => {
      const create = (more: object) =>
        owner(THERE).createSecret({ Name: SecretId, SecretString: "other", ...more });
      const overwriting = { AddReplicaRegions, ForceOverwriteReplicaSecret: true };
      await create({ AddReplicaRegions: [{ Region: "eu-north-1" }] });
      await make(overwriting);
      strictEqual((await get(THERE)).SecretString, "other");
      strictEqual((await get("eu-north-1")).SecretString, "other");

      await owner(THERE).removeRegionsFromReplication({
        SecretId,
        RemoveReplicaRegions: ["eu-north-1"],
      });
      await owner().replicateSecretToRegions({
        ...{ SecretId, AddReplicaRegions },
        ForceOverwriteReplicaSecret: true,
      });
      strictEqual((await get(THERE)).SecretString, "1");
    });

    it("keeps the replica out of another account's reach, its key being the managed one", async () => {
      const resourcePolicy = policy({
        Principal: rootOf(A),
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      });
      const arn = await makeSecret(
        sandbox,
        { Name: SecretId, SecretString: "1", AddReplicaRegions },
        { resourcePolicy },
      );
      const reader = sandbox.clients(A, THERE).secretsManager;
      await rejects(reader.getSecretValue({ SecretId: arn.replace(REGION, THERE) }), {
        name: "InvalidRequestException",
        message: /default KMS service key/,
      });
    });
  });
});
