import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { POD_TRUST } from "../../eks-support";
import { A, B } from "../../support";
import { AwsEngine, type } from "./aws-engine";

const allow = (AWS: unknown) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS }, Action: "secretsmanager:GetSecretValue", Resource: "*" },
  ],
});
const ROOT = `arn:aws:iam::${B}:root`;
const LAMBDA = `arn:aws:lambda:us-east-1:${A}:function:rotate`;

describe("secrets, as the real AWS provider treats them", () => {
  const aws = new AwsEngine();

  const replicasOf = (state: { replicas?: unknown }) =>
    ((state.replicas ?? []) as { region: string; kmsKeyId: string }[]).map(
      ({ region, kmsKeyId }) => `${region} ${kmsKeyId}`,
    );

  it("removes the replicas that the program takes away, the last one, too", async () => {
    const regions = [{ region: "eu-west-1" }, { region: "eu-central-1" }];
    const two = await aws.make("secret", { name: "replicas", replicas: regions });
    const one = await aws.change("secret", two, { name: "replicas", replicas: regions.slice(1) });
    deepStrictEqual(replicasOf(one.state), ["eu-central-1 alias/aws/secretsmanager"]);
    const none = await aws.change("secret", one, { name: "replicas" });
    deepStrictEqual(none.changes, { replicas: "DELETE" });
    deepStrictEqual(replicasOf(none.state), []);
    await aws.readBack("secret", none);
  });

  it("makes a replica anew whose key changes, and keeps the key that is taken away", async () => {
    const region = "eu-west-1";
    const program = (kmsKeyId?: unknown) => ({ name: "anew", replicas: [{ region, kmsKeyId }] });
    const primary = await aws.make("key", { multiRegion: true });
    const own = await aws.make("replicaKey", { primaryKeyArn: primary.state.arn, region });
    const made = await aws.make("secret", { name: "anew", replicas: [{ region }] });
    const keyed = await aws.change("secret", made, program(own.state.arn));
    deepStrictEqual(replicasOf(keyed.state), [`${region} ${own.state.arn}`]);
    const unkeyed = await aws.change("secret", keyed, { name: "anew", replicas: [{ region }] });
    deepStrictEqual(unkeyed.changes, {});
  });

  it("never tells AWS that a secret has no key any more", async () => {
    const key = await aws.make("key", {});
    const made = await aws.make("secret", { name: "keyed", kmsKeyId: key.state.arn });
    const without = await aws.change("secret", made, { name: "keyed" });
    deepStrictEqual(without.changes, { kmsKeyId: "DELETE" });
    strictEqual(without.state.kmsKeyId, key.state.arn);
  });

  it("keeps a policy that is gone from AWS in the state, and puts it again", async () => {
    const secret = await aws.make("secret", { name: "put-again" });
    const policy = await aws.make("secretPolicy", { secretArn: secret.id, policy: allow(ROOT) });
    match(String((await aws.refresh("secret", secret)).state.policy), /GetSecretValue/);
    await (await aws.byHand("secretsmanager")).deleteResourcePolicy({ SecretId: secret.id });
    const found = await aws.refresh("secretPolicy", policy);
    strictEqual(found.state.policy, "");
    strictEqual(found.inputs.policy, policy.inputs.policy);
    const again = await aws.change("secretPolicy", found, policy.inputs);
    deepStrictEqual(again.changes, { policy: "ADD" });
    strictEqual(again.state.policy, policy.state.policy);
  });

  it("takes the policy and the rotation of a secret that is marked for deletion for gone", async () => {
    const secret = await aws.make("secret", { name: "marked" });
    const policy = await aws.make("secretPolicy", { secretArn: secret.id, policy: allow(ROOT) });
    const rotation = await aws.make("rotation", {
      secretId: secret.id,
      rotationLambdaArn: LAMBDA,
      rotationRules: { automaticallyAfterDays: 30 },
    });
    await aws.remove("secret", secret);
    strictEqual((await aws.refresh("secretPolicy", policy)).id, "");
    await aws.remove("secretPolicy", policy);
    strictEqual((await aws.refresh("rotation", rotation)).id, "");
    await rejects(
      aws.remove("rotation", rotation),
      /deleting Secrets Manager Secret Rotation .*marked for deletion/,
    );
  });

  it("rejects deleting the rotation of a secret that is not there", async () => {
    const state = { secretId: `arn:aws:secretsmanager:us-east-1:${A}:secret:none-AbCdEf` };
    await rejects(
      aws.engine.delete(type.rotation, state.secretId, state),
      /deleting Secrets Manager Secret Rotation .*ResourceNotFoundException/,
    );
  });

  it("tells nothing of a rotation that is switched off, and switches it on again", async () => {
    const secret = await aws.make("secret", { name: "off" });
    const rotation = await aws.make("rotation", {
      secretId: secret.id,
      rotationLambdaArn: LAMBDA,
      rotationRules: { scheduleExpression: "rate(10 days)", duration: "2h" },
    });
    await aws.readBack("rotation", rotation);
    await (await aws.byHand("secretsmanager")).cancelRotateSecret({ SecretId: secret.id });
    const found = await aws.refresh("rotation", rotation);
    const { rotationEnabled, rotationLambdaArn, rotationRules } = found.state;
    deepStrictEqual([rotationEnabled, rotationLambdaArn, rotationRules], [false, "", {}]);
    const on = await aws.change("rotation", found, rotation.inputs);
    strictEqual(on.state.rotationEnabled, true);
  });

  it("rejects a rotation without rules, and another one while one is not complete", async () => {
    const secret = await aws.make("secret", { name: "pending" });
    const program = { secretId: secret.id, rotationLambdaArn: LAMBDA };
    const { failures } = await aws.engine.check(type.rotation, program);
    deepStrictEqual(failures, ["rotationRules is required unless rotationEnabled is false"]);
    const client = await aws.byHand("secretsmanager");
    await client.putSecretValue({ SecretId: secret.id, SecretString: "now" });
    const VersionStages = ["AWSPENDING"];
    await client.putSecretValue({ SecretId: secret.id, SecretString: "next", VersionStages });
    const days = { automaticallyAfterDays: 30 };
    await rejects(
      aws.make("rotation", { ...program, rotationRules: days }),
      /creating Secrets Manager Secret Rotation .*previous rotation isn't complete/,
    );
  });

  it("cannot read a secret whose policy names, alone, a role that was deleted", async () => {
    const role = await aws.make("role", { name: "leaver", assumeRolePolicy: POD_TRUST });
    const names = async (name: string, principals: unknown) => {
      const secret = await aws.make("secret", { name });
      await aws.make("secretPolicy", { secretArn: secret.id, policy: allow(principals) });
      return secret;
    };
    const alone = await names("alone", role.state.arn);
    const listed = await names("listed", [role.state.arn, ROOT]);
    await aws.remove("role", role);
    await rejects(
      aws.refresh("secret", alone),
      /reading Secrets Manager Secret .*policy: contains invalid principals/,
    );
    match(String((await aws.refresh("secret", listed)).state.policy), /AROA/);
  });

  it("rejects names and ARNs before AWS is asked", async () => {
    const named = await aws.engine.check(type.secret, { name: "a b" });
    match(named.failures.join(), /^name must be 1 to 512 letters/);
    const policy = { secretArn: "secret", policy: allow(ROOT) };
    match((await aws.engine.check(type.secretPolicy, policy)).failures.join(), /must be an ARN/);
  });
});
