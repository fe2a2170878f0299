import { deepStrictEqual, match, ok } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreatePodIdentityAssociationCommand } from "@aws-sdk/client-eks";
import {
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { CreateSecretCommand, PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";

import { arnsIn } from "../../../cli/documents/arns-in";
import { liveDocuments } from "../../../cli/documents/live-documents";
import type { AccessDocuments } from "../../../sdk/access";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../../sdk/access/landing-zone/landing-zone-documents";
import { inventoryText } from "../../grant/support";
import { createCluster, createRole, serviceTrust } from "../../sandbox/eks-support";
import { A, B, startSandbox, type TestSandbox } from "../../sandbox/support";
import { landingZone } from "../../stacks/run-stack";

const ZONE = landingZone(
  inventoryText({
    readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign, { parameter: /flags }] }`,
  }),
);
const READER = ZONE.readers[0]?.role.arn ?? "";
const READ_ALL = { Effect: "Allow", Action: "secretsmanager:Get*", Resource: "*" };

const sorted = <T extends { arn: string }>(list: T[] | null | undefined) =>
  [...(list ?? [])].sort((a, b) => a.arn.localeCompare(b.arn));
const document = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("liveDocuments", function () {
  this.timeout(120_000);
  let sandbox: TestSandbox;
  let expected: AccessDocuments;
  const environment = { ...process.env };

  before(async () => {
    sandbox = await startSandbox();
    expected = await deploy(sandbox);
    const profiles = [A, B].map((account) => {
      const { accessKeyId, secretAccessKey } = sandbox.administrator(account);
      const name = account === A ? "a" : B;
      return `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    });
    const file = join(sandbox.directory, "profiles");
    writeFileSync(file, profiles.join("\n"), { mode: 0o600 });
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) {
      delete process.env[name];
    }
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_SHARED_CREDENTIALS_FILE: file,
      AWS_CONFIG_FILE: join(sandbox.directory, "no-config"),
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });

  after(async () => {
    process.env = environment;
    await sandbox.stop();
  });

  const read = () => liveDocuments(ZONE, "zone.yaml");

  it("finds every document that the inventory declares, as it was deployed", async () => {
    const { documents } = await read();
    const { associations, grants, keys, parameters, roles, secrets } = documents;
    deepStrictEqual(
      sorted(secrets).map(({ sealed: _, ...secret }) => secret),
      sorted(expected.secrets).map(({ sealed: _, ...secret }) => ({ ...secret, tags: {} })),
    );
    deepStrictEqual(
      sorted(keys).map(({ arn, policy }) => ({ arn, policy })),
      sorted(expected.keys),
    );
    deepStrictEqual(
      sorted(roles).map(({ arn, policies, trust }) => ({ arn, policies, trust })),
      sorted(expected.roles).map(({ arn, policies, trust }) => ({ arn, policies, trust })),
    );
    deepStrictEqual(
      parameters?.map(({ arn, key, secure }) => ({ arn, key, secure })),
      [{ arn: `arn:aws:ssm:us-east-1:${A}:parameter/flags`, key: null, secure: true }],
    );
    deepStrictEqual(
      associations?.map(({ roleArn, serviceAccount }) => ({ roleArn, serviceAccount })),
      [{ roleArn: READER, serviceAccount: "web" }],
    );
    deepStrictEqual(grants, expected.grants);
  });

  it("counts whose credentials it read with among the administrators, and says so", async () => {
    const { documents, everyone, notes, settled } = await read();
    deepStrictEqual(documents.administrators, []);
    deepStrictEqual(everyone?.administrators, [
      `arn:aws:iam::${A}:user/administrator`,
      `arn:aws:iam::${B}:user/administrator`,
    ]);
    match(notes.join("\n"), /user\/administrator, with whose credentials account 1{12} was read/);
    match(
      notes.join("\n"),
      /owner-principals-closed was checked in account 2{12}: 0 roles and 1 user/,
    );
    deepStrictEqual(settled, []);
  });

  it("finds what changed behind the stacks' back", async () => {
    const { iam } = sandbox.clients(A);
    const RoleName = READER.split("/").at(-1);
    const put = (trust: unknown) =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(trust) }),
      );
    const open = JSON.parse(serviceTrust("pods.eks.amazonaws.com"));
    await put(open);
    const { documents } = await read();
    await put(expected.roles?.[0]?.trust);
    deepStrictEqual(documents.roles?.find(({ arn }) => arn === READER)?.trust, open);
  });

  it("finds a key that was disabled, and one that is enabled again", async () => {
    const { kms } = sandbox.clients(B);
    const keyNow = async () => (await read()).documents.keys?.[0];
    const KeyId = (await keyNow())?.arn;
    await kms.send(new DisableKeyCommand({ KeyId }));
    deepStrictEqual((await keyNow())?.disabled, true);
    await kms.send(new EnableKeyCommand({ KeyId }));
    deepStrictEqual((await keyNow())?.disabled, undefined);
  });

  it("brings everyone else of an owner's account who might read, and other pods", async () => {
    const { eks, iam } = sandbox.clients(A);
    await createRole(sandbox, A, "batch", serviceTrust("ec2.amazonaws.com"), [READ_ALL]);
    const roleArn = await createRole(sandbox, A, "other-pod");
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: "other-pod",
        PolicyName: "buckets",
        PolicyDocument: document({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
      }),
    );
    await eks.send(
      new CreatePodIdentityAssociationCommand({
        ...{ clusterName: "shop", namespace: "web", serviceAccount: "other", roleArn },
      }),
    );
    const { documents, everyone } = await read();
    const policiesOf = (name: string) =>
      everyone?.roles?.find(({ arn }) => arn.endsWith(`/${name}`))?.policies;
    deepStrictEqual(policiesOf("batch"), [{ Version: "2012-10-17", Statement: [READ_ALL] }]);
    deepStrictEqual(policiesOf("other-pod"), []);
    deepStrictEqual(everyone?.associations?.length, 2);
    deepStrictEqual([documents.roles?.length, documents.associations?.length], [1, 1]);
  });

  it("finds the users who may read by their own rights, sure or not", async () => {
    const { iam } = sandbox.clients(B);
    const UserName = "auditor";
    await iam.send(new CreateUserCommand({ UserName }));
    const settledWith = async (statement: object) => {
      const named = { UserName, PolicyName: "reads" };
      const all = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
      await iam.send(
        new PutUserPolicyCommand({ ...named, PolicyDocument: document(statement, all) }),
      );
      const { settled } = await read();
      await iam.send(new DeleteUserPolicyCommand(named));
      return settled?.map(({ counterexample, reason, result }) => [
        result,
        counterexample?.summary ?? reason,
      ]);
    };
    const secret = expected.secrets?.find(({ arn }) => arn.includes(B))?.arn;
    const user = `arn:aws:iam::${B}:user/auditor`;
    deepStrictEqual(await settledWith(READ_ALL), [
      ["refuted", `the user ${user} can read ${secret} by its own rights`],
    ]);
    const Condition = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    const [conditional] = (await settledWith({ ...READ_ALL, Condition })) ?? [];
    deepStrictEqual(conditional?.[0], "unknown");
    deepStrictEqual(await settledWith({ ...READ_ALL, Resource: "arn:aws:s3:::x" }), []);
  });

  it("says what is declared and is not there", async () => {
    const zone = landingZone(
      inventoryText({
        secrets:
          "\n  own: { account: a }\n  foreign: { account: b, key: pods }\n  gone: { account: b }",
      }),
    );
    const { notes } = await liveDocuments(zone, "zone.yaml");
    ok(notes.includes(`account ${B} (b) has no gone`), notes.join("\n"));
  });
});

/** Makes in the sandbox what the stacks would make of the inventory; answers its documents. */
async function deploy(sandbox: TestSandbox): Promise<AccessDocuments> {
  const [a, b] = [sandbox.clients(A), sandbox.clients(B)];
  await createCluster(sandbox, A, { nodes: false });
  const { KeyMetadata: { Arn: key = "" } = {} } = await b.kms.send(new CreateKeyCommand({}));
  await b.kms.send(new CreateAliasCommand({ AliasName: "alias/pods", TargetKeyId: key }));
  const create = async (clients: typeof a, Name: string, KmsKeyId?: string) =>
    (await clients.secretsManager.send(new CreateSecretCommand({ Name, KmsKeyId }))).ARN ?? "";
  const secrets = [{ arn: await create(a, "own") }, { arn: await create(b, "foreign", key), key }];
  await a.ssm.send(new PutParameterCommand({ Name: "/flags", Value: "x", Type: "SecureString" }));
  const documents = landingZoneDocuments(ZONE, arnsIn({ secrets }, plannedArns));
  const [role] = documents.roles ?? [];
  ok(role);
  await a.iam.send(
    new CreateRoleCommand({
      RoleName: role.arn.split("/").at(-1),
      Path: `/${role.arn.split(":role/")[1]?.split("/").slice(0, -1).join("/")}/`.replace(
        "//",
        "/",
      ),
      AssumeRolePolicyDocument: JSON.stringify(role.trust),
    }),
  );
  await a.iam.send(
    new PutRolePolicyCommand({
      RoleName: role.arn.split("/").at(-1),
      PolicyName: "reads",
      PolicyDocument: JSON.stringify(role.policies?.[0]),
    }),
  );
  const [association] = documents.associations ?? [];
  ok(association);
  const { namespace, roleArn, serviceAccount } = association;
  await a.eks.send(
    new CreatePodIdentityAssociationCommand({
      ...{ clusterName: "shop", namespace, serviceAccount, roleArn },
    }),
  );
  for (const { arn, policy } of documents.secrets ?? []) {
    if (!policy) continue;
    await b.secretsManager.send(
      new PutResourcePolicyCommand({ SecretId: arn, ResourcePolicy: JSON.stringify(policy) }),
    );
  }
  await b.kms.send(
    new PutKeyPolicyCommand({ KeyId: key, Policy: JSON.stringify(documents.keys?.[0]?.policy) }),
  );
  return documents;
}
