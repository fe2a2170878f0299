import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";

import {
  administration,
  makeKey,
  makeSecret,
  policy,
  roleClients,
  rootOf,
  type Statement,
} from "./secrets-support";
import { A, B, type Clients, pluck, REGION, withSandbox } from "./support";

const VALUE = "This is a Cross Account Secret";
const READER = `arn:aws:iam::${A}:role/reader`;
const READS = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
const THROUGH = `secretsmanager.${REGION}.amazonaws.com`;

describe("sandbox Secrets Manager access across accounts", () => {
  const { sandbox, iam } = withSandbox({ each: true });
  let key: string;
  let secret: string;
  let reader: Clients;
  beforeEach(async () => {
    key = await makeKey(sandbox);
    secret = await makeSecret(
      sandbox,
      {
        Name: "secret-b",
        KmsKeyId: key,
        SecretString: VALUE,
        Tags: [{ Key: "kubernetes-namespace", Value: "default" }],
      },
      { resourcePolicy: policy(readerMayRead()) },
    );
    await putKeyPolicy(readerMayDecrypt());
    reader = await roleClients(sandbox, "reader", [
      { Action: READS, Resource: secret },
      { Action: "kms:Decrypt", Resource: key },
    ]);
  });

  const owner = () => sandbox.clients(B);
  const pinned = { "aws:PrincipalArn": READER };
  const readerMayRead = (Condition: Statement = {}): Statement => ({
    Principal: rootOf(A),
    Action: READS,
    Resource: "*",
    Condition: { ArnEquals: pinned, ...Condition },
  });
  const readerMayDecrypt = (more: Statement = {}): Statement => ({
    Principal: rootOf(A),
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: {
      ArnEquals: pinned,
      StringEquals: {
        "kms:CallerAccount": A,
        "kms:EncryptionContext:SecretARN": secret,
        "kms:ViaService": THROUGH,
        ...more,
      },
    },
  });
  const putKeyPolicy = (...statements: Statement[]) =>
    owner().kms.putKeyPolicy({ KeyId: key, Policy: policy(administration(), ...statements) });
  const putSecretPolicy = (...statements: Statement[]) =>
    owner().secretsManager.putResourcePolicy({
      SecretId: secret,
      ResourcePolicy: policy(...statements),
    });
  const get = ({ secretsManager }: Clients, SecretId = secret, more = {}) =>
    secretsManager.getSecretValue({ SecretId, ...more });

  const refusedBySecret = {
    name: "AccessDeniedException",
    message: /is not authorized to perform/,
  };
  const refusedByKey = { name: "AccessDeniedException", message: "Access to KMS is not allowed" };
  const notFound = {
    name: "ResourceNotFoundException",
    message: "Secrets Manager can't find the specified secret.",
  };

  it("reads where identity, secret and key policy all allow it", async () => {
    strictEqual((await get(reader)).SecretString, VALUE);
    ok(await reader.secretsManager.describeSecret({ SecretId: secret }));
  });

  it("rejects a reader whose own policies do not allow the secret, or its key", async () => {
    await owner().secretsManager.putResourcePolicy({
      SecretId: secret,
      ResourcePolicy: policy({ Principal: rootOf(A), Action: READS, Resource: "*" }),
    });
    await putKeyPolicy({ Principal: rootOf(A), Action: "kms:Decrypt", Resource: "*" });
    const none = await roleClients(sandbox, "none", []);
    await rejects(get(none), refusedBySecret);
    const keyless = await roleClients(sandbox, "keyless", [{ Action: READS, Resource: secret }]);
    await rejects(get(keyless), refusedByKey);
    ok(await keyless.secretsManager.describeSecret({ SecretId: secret }));
  });

  it("rejects another role of the reader's account that allows itself everything", async () => {
    const other = await roleClients(sandbox, "other", [{ Action: "*", Resource: "*" }]);
    await rejects(get(other), refusedBySecret);
    await rejects(get(sandbox.clients(A)), refusedBySecret);
    await putSecretPolicy({ Principal: rootOf(A), Action: READS, Resource: "*" });
    await rejects(get(other), refusedByKey);
  });

  it("rejects the reader where the key policy says nothing of it", async () => {
    await putKeyPolicy();
    await rejects(get(reader), refusedByKey);
  });

  for (const [what, more] of [
    ["the encryption context of another secret", { "kms:EncryptionContext:SecretARN": "another" }],
    ["another service", { "kms:ViaService": `ssm.${REGION}.amazonaws.com` }],
    [
      "another Region of the service",
      { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" },
    ],
    ["another calling account", { "kms:CallerAccount": B }],
  ] as const) {
    it(`rejects the reader where the key policy demands ${what}`, async () => {
      await putKeyPolicy(readerMayDecrypt(more));
      await rejects(get(reader), refusedByKey);
    });
  }

  it("binds each version to its secret and version id", async () => {
    const { VersionId = "" } = await get(reader);
    const context = (id: string) =>
      putKeyPolicy(readerMayDecrypt({ "kms:EncryptionContext:SecretVersionId": id }));
    await context("another");
    await rejects(get(reader), refusedByKey);
    await context(VersionId);
    strictEqual((await get(reader)).SecretString, VALUE);
  });

  it("rejects the reader that decrypts by itself, whatever context it names", async () => {
    const EncryptionContext = { SecretARN: secret, "kms:ViaService": THROUGH };
    const { CiphertextBlob } = await owner().kms.encrypt({
      KeyId: key,
      Plaintext: Buffer.from(VALUE),
      EncryptionContext,
    });
    await rejects(reader.kms.decrypt({ CiphertextBlob, EncryptionContext }), {
      name: "AccessDeniedException",
    });
    ok(await owner().kms.decrypt({ CiphertextBlob, EncryptionContext }));
  });

  it("finds another account's secret by ARN alone", async () => {
    const anything = await roleClients(sandbox, "anything", [{ Action: "*", Resource: "*" }]);
    await rejects(get(anything, "secret-b"), notFound);
    const partial = secret.slice(0, -7);
    await rejects(get(reader, partial), refusedBySecret);
  });

  it("does not tell a caller without rights whether a secret exists", async () => {
    const other = await roleClients(sandbox, "other", []);
    await rejects(get(other), refusedBySecret);
    await rejects(get(other, secret.replace("secret-b", "nothing")), refusedBySecret);
    await rejects(get(other, "nothing"), refusedBySecret);
  });

  it("offers no BatchGetSecretValue across accounts", async () => {
    const batch = await roleClients(sandbox, "batch", [{ Action: "*", Resource: "*" }]);
    await putSecretPolicy({ Principal: rootOf(A), Action: "secretsmanager:*", Resource: "*" });
    await putKeyPolicy({ Principal: rootOf(A), Action: "kms:*", Resource: "*" });
    strictEqual((await get(batch)).SecretString, VALUE);
    const { SecretValues, Errors } = await batch.secretsManager.batchGetSecretValue({
      SecretIdList: [secret],
    });
    deepStrictEqual(SecretValues, []);
    deepStrictEqual(pluck(Errors, "ErrorCode"), ["AccessDeniedException"]);
  });

  it("rejects a secret under the AWS managed key, in AWS's words", async () => {
    const managed = await makeSecret(
      sandbox,
      { Name: "managed", SecretString: VALUE },
      { resourcePolicy: policy(readerMayRead()) },
    );
    const anything = await roleClients(sandbox, "anything", [{ Action: "*", Resource: "*" }]);
    await owner().secretsManager.putResourcePolicy({
      SecretId: managed,
      ResourcePolicy: policy({ Principal: rootOf(A), Action: "secretsmanager:*", Resource: "*" }),
    });
    const words = {
      name: "InvalidRequestException",
      message:
        "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    };
    await rejects(get(anything, managed), words);
    const write = { SecretId: managed, SecretString: "x" };
    await rejects(anything.secretsManager.putSecretValue(write), words);
  });

  it("lets another account write where all policies allow, under the owner's key", async () => {
    const all = { Principal: rootOf(A), Resource: "*" };
    await putSecretPolicy({ ...all, Action: "secretsmanager:PutSecretValue" });
    const writer = await roleClients(sandbox, "writer", [{ Action: "*", Resource: "*" }]);
    const write = { SecretId: secret, SecretString: "new" };
    await rejects(writer.secretsManager.putSecretValue(write), refusedByKey);
    await putKeyPolicy({ ...all, Action: "kms:GenerateDataKey" });
    await writer.secretsManager.putSecretValue(write);
    await rejects(get(writer), refusedBySecret);
    strictEqual((await get(owner())).SecretString, "new");
  });

  for (const name of ["aws:ResourceTag", "secretsmanager:ResourceTag"]) {
    it(`holds the reader to the secret's tags by ${name}`, async () => {
      const tag = `${name}/kubernetes-namespace`;
      await putSecretPolicy(readerMayRead({ StringEquals: { [tag]: "default" } }));
      strictEqual((await get(reader)).SecretString, VALUE);
      await putSecretPolicy(readerMayRead({ StringEquals: { [tag]: "kube-system" } }));
      await rejects(get(reader), refusedBySecret);
    });
  }

  it("shows policies a version stage only where the caller names it", async () => {
    const stage = { "secretsmanager:VersionStage": "AWSCURRENT" };
    await putSecretPolicy(readerMayRead({ StringEquals: stage }));
    await rejects(get(reader), refusedBySecret);
    const named = await get(reader, secret, { VersionStage: "AWSCURRENT" });
    strictEqual(named.SecretString, VALUE);
  });

  it("does not take a role made again for the one that the policy named", async () => {
    const trust = policy({ Principal: rootOf(A), Action: "sts:AssumeRole" });
    const create = { RoleName: "named", AssumeRolePolicyDocument: trust };
    await iam.createRole(create);
    await putKeyPolicy({ Principal: rootOf(A), Action: "kms:Decrypt", Resource: "*" });
    await putSecretPolicy({
      Principal: { AWS: `arn:aws:iam::${A}:role/named` },
      Action: READS,
      Resource: "*",
    });
    await iam.deleteRole({ RoleName: "named" });
    const again = await roleClients(sandbox, "named", [{ Action: "*", Resource: "*" }]);
    await rejects(get(again), refusedBySecret);
  });

  it("lets an explicit denial of the secret's policy bind the owner's administrator", async () => {
    const Action = "secretsmanager:GetSecretValue";
    await putSecretPolicy({ Effect: "Deny", Principal: "*", Action, Resource: "*" });
    await rejects(get(owner()), refusedBySecret);
  });
});
