import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CLUSTER,
  clusterAddress,
  clusterArn,
  clusterRequest,
  createCluster,
  createRole,
  roleArn,
} from "../sandbox/eks-support";
import { createProvider, trustInIssuer } from "../sandbox/irsa";
import { policy, rootOf } from "../sandbox/secrets-support";
import { A, B, credentialsOf } from "../sandbox/support";
import { runIn, withAwsCli } from "./aws-cli";

const POLICY = policy({ Action: "secretsmanager:GetSecretValue", Resource: "*" });
const TRUST = policy({
  Principal: rootOf(B),
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Condition: { StringEquals: { "aws:RequestTag/team": "shop" } },
});
const FILES = {
  value: '{"user":"ü"}',
  bytes: Buffer.from([0, 255, 10]),
  policy: POLICY,
  public: policy({ Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" }),
  trust: TRUST,
};

/** A command of an account's administrator. Its answer must have these members, or AWS must refuse it with this code. */
type Step = [account: string, command: string, answer?: object | string];

const STORIES: Record<string, Step[]> = {
  "sts tells who the caller is, and takes a role for whom it trusts, and nobody else": [
    [A, "sts get-caller-identity", { Account: A, Arn: `arn:aws:iam::${A}:user/administrator` }],
    [A, "iam create-role --role-name shared --assume-role-policy-document file://trust"],
    [
      B,
      `sts assume-role --role-arn ${roleArn(A, "shared")} --role-session-name x1`,
      "AccessDenied",
    ],
  ],
  "iam keeps a role with its trust, policies and tags": [
    [
      A,
      "iam create-role --role-name r --assume-role-policy-document file://trust --tags Key=a,Value=b",
    ],
    [A, "iam put-role-policy --role-name r --policy-name p --policy-document file://policy"],
    [
      A,
      "iam get-role-policy --role-name r --policy-name p",
      { RoleName: "r", PolicyDocument: JSON.parse(POLICY) },
    ],
    [
      A,
      "iam get-role --role-name r --query Role",
      { Tags: [{ Key: "a", Value: "b" }], AssumeRolePolicyDocument: JSON.parse(TRUST) },
    ],
    [B, "iam get-role --role-name r", "NoSuchEntity"],
    [A, "iam delete-role --role-name r", "DeleteConflict"],
    [
      A,
      "iam create-role --role-name none --assume-role-policy-document {}",
      "MalformedPolicyDocument",
    ],
    [A, "iam create-policy --policy-name p --policy-document file://policy"],
    [A, `iam attach-role-policy --role-name r --policy-arn arn:aws:iam::${A}:policy/p`],
    [
      A,
      "iam list-attached-role-policies --role-name r",
      { AttachedPolicies: [{ PolicyName: "p", PolicyArn: `arn:aws:iam::${A}:policy/p` }] },
    ],
  ],
  "secretsmanager keeps text and bytes from files, and deletes after a window": [
    [A, "secretsmanager create-secret --name text --secret-string file://value"],
    [A, "secretsmanager create-secret --name text", "ResourceExistsException"],
    [A, "secretsmanager create-secret --name bytes --secret-binary fileb://bytes"],
    [A, "secretsmanager get-secret-value --secret-id bytes", { SecretBinary: "AP8K" }],
    [A, "secretsmanager put-secret-value --secret-id text --secret-string other"],
    [
      A,
      "secretsmanager get-secret-value --secret-id text --version-stage AWSPREVIOUS",
      { SecretString: FILES.value, VersionStages: ["AWSPREVIOUS"] },
    ],
    [
      A,
      "secretsmanager list-secrets --filters Key=name,Values=t --query SecretList[].Name",
      ["text"],
    ],
    [
      A,
      "secretsmanager put-resource-policy --secret-id text --block-public-policy --resource-policy file://public",
      "PublicPolicyException",
    ],
    [A, "secretsmanager delete-secret --secret-id text --recovery-window-in-days 7"],
    [A, "secretsmanager get-secret-value --secret-id text", "InvalidRequestException"],
    [A, "secretsmanager restore-secret --secret-id text", { Name: "text" }],
    [A, "secretsmanager delete-secret --secret-id text --force-delete-without-recovery"],
    [A, "secretsmanager get-secret-value --secret-id text", "ResourceNotFoundException"],
  ],
  "ssm puts parameters, finds them by path, and shows secure ones only when decrypted": [
    [A, "ssm put-parameter --name /shop/flag --value one --type String", { Version: 1 }],
    [A, "ssm put-parameter --name /shop/flag --value x --type String", "ParameterAlreadyExists"],
    [A, "ssm put-parameter --name /shop/flag --value two --type String --overwrite"],
    [A, "ssm put-parameter --name /shop/password --value hidden --type SecureString"],
    [
      A,
      "ssm get-parameters --names /shop/password /none --with-decryption --query [Parameters[].Value,InvalidParameters]",
      [["hidden"], ["/none"]],
    ],
    [
      A,
      "ssm get-parameters-by-path --path /shop --query Parameters[].Name",
      ["/shop/flag", "/shop/password"],
    ],
    [B, "ssm get-parameter --name /shop/flag", "ParameterNotFound"],
    [A, "ssm delete-parameter --name /shop/flag"],
    [A, "ssm get-parameter --name /shop/flag", "ParameterNotFound"],
  ],
  "eks describes a cluster in its account only, and installs an add-on": [
    [A, `eks wait cluster-active --name ${CLUSTER}`],
    [A, `eks describe-cluster --name ${CLUSTER} --query cluster`, { arn: clusterArn(A) }],
    [B, `eks describe-cluster --name ${CLUSTER}`, "ResourceNotFoundException"],
    [A, `eks create-addon --cluster-name ${CLUSTER} --addon-name eks-pod-identity-agent`],
    [
      A,
      `eks describe-addon --cluster-name ${CLUSTER} --addon-name eks-pod-identity-agent --query addon`,
      { status: "ACTIVE" },
    ],
    [
      A,
      `eks create-addon --cluster-name ${CLUSTER} --addon-name eks-pod-identity-agent`,
      "ResourceInUseException",
    ],
  ],
};

describe("aws", () => {
  const cli = withAwsCli();
  before(async () => {
    await createCluster(cli.sandbox, A);
    for (const [name, content] of Object.entries(FILES)) {
      writeFileSync(join(cli.directory, name), content);
    }
  });

  for (const [story, steps] of Object.entries(STORIES)) {
    it(story, async () => {
      for (const [account, command, expected] of steps) {
        const words = command.split(" ");
        if (typeof expected === "string") {
          strictEqual(await cli.refused(account, ...words), expected, command);
          continue;
        }
        const answer = await cli.json(account, ...words);
        const members = Object.keys(expected ?? {}).map((name) => [name, answer[name]]);
        const seen = Array.isArray(expected) ? answer : Object.fromEntries(members);
        deepStrictEqual(seen, expected ?? {}, command);
      }
    });
  }

  it("sts takes a role for another account's caller who names the tag that it demands", async () => {
    const assume = ["sts", "assume-role", "--role-arn", roleArn(A, "shared")];
    const session = [...assume, "--role-session-name", "test", "--tags", "Key=team,Value=shop"];
    strictEqual(await cli.refused(A, ...session), "AccessDenied");
    const { Credentials } = await cli.json(B, ...session);
    const who = await cli.json(credentialsOf(Credentials), "sts", "get-caller-identity");
    strictEqual(who.Arn, `arn:aws:sts::${A}:assumed-role/shared/test`);
  });

  it("is refused with a key that nobody has, a wrong secret, and what the sandbox lacks", async () => {
    const identity = ["sts", "get-caller-identity"];
    const unknown = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x" };
    strictEqual(await cli.refused(unknown, ...identity), "InvalidClientTokenId");
    const wrong = { ...cli.sandbox.administrator(A), secretAccessKey: "x" };
    strictEqual(await cli.refused(wrong, ...identity), "SignatureDoesNotMatch");
    match((await cli.run(A, "iam", "list-saml-providers")).stderr, /ListSAMLProviders/);
    match((await cli.run(A, "dynamodb", "list-tables")).stderr, /dynamodb/);
  });

  it("kms decrypts under the context that it encrypted under, and no other", async () => {
    const { KeyMetadata } = await cli.json(B, "kms", "create-key");
    const context = ["--encryption-context", "purpose=test"];
    const key = ["--key-id", KeyMetadata.Arn];
    const encrypt = ["kms", "encrypt", ...key, "--plaintext", "fileb://value", ...context];
    const { CiphertextBlob } = await cli.json(B, ...encrypt);
    writeFileSync(join(cli.directory, "cipher"), Buffer.from(CiphertextBlob, "base64"));
    const decrypt = ["kms", "decrypt", "--ciphertext-blob", "fileb://cipher"];
    const { Plaintext } = await cli.json(B, ...decrypt, ...context);
    strictEqual(Buffer.from(Plaintext, "base64").toString(), FILES.value);
    strictEqual(await cli.refused(B, ...decrypt), "InvalidCiphertextException");
    strictEqual(await cli.refused(A, ...decrypt, ...context), "AccessDeniedException");
    strictEqual(await cli.refused(A, "kms", "describe-key", ...key), "AccessDeniedException");
  });

  it("eks-auth gives a pod its role for its token, and nothing without an association", async () => {
    const role = await createRole(cli.sandbox, A, "reader");
    const wanted = { cluster: clusterArn(A), namespace: "default", serviceAccount: "reader" };
    const { body } = await cli.sandbox.control("POST", "/token", wanted);
    const { token } = body as { token: string };
    const cluster = ["--cluster-name", CLUSTER];
    const assume = ["eks-auth", "assume-role-for-pod-identity", ...cluster, "--token", token];
    strictEqual(await cli.refused(A, ...assume), "ResourceNotFoundException");
    const account = ["--namespace", "default", "--service-account", "reader", "--role-arn", role];
    await cli.json(A, "eks", "create-pod-identity-association", ...cluster, ...account);
    const { credentials } = await cli.json(A, ...assume);
    const { Arn } = await cli.json(credentials, "sts", "get-caller-identity");
    match(Arn, new RegExp(`^arn:aws:sts::${A}:assumed-role/reader/eks-${CLUSTER}-`));
  });

  it("sts gives a pod its annotated role for its token, without any key", async () => {
    await createProvider(cli.sandbox);
    await createRole(cli.sandbox, A, "annotated", trustInIssuer(cli.sandbox, "annotated"));
    const wanted = { cluster: clusterArn(A), namespace: "default", audience: "sts.amazonaws.com" };
    const identity = async (serviceAccount: string) => {
      const given = { ...wanted, serviceAccount };
      const { body } = await cli.sandbox.control("POST", "/token", given);
      writeFileSync(join(cli.directory, "token"), (body as { token: string }).token);
      const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: _secret, ...env } = cli.environment(A);
      const variables = {
        ...{ ...env, AWS_ROLE_ARN: roleArn(A, "annotated"), AWS_ROLE_SESSION_NAME: "pod" },
        AWS_WEB_IDENTITY_TOKEN_FILE: join(cli.directory, "token"),
      };
      return runIn(cli.directory, variables, "aws", ["sts", "get-caller-identity"]);
    };
    const { Arn } = JSON.parse((await identity("annotated")).stdout);
    strictEqual(Arn, `arn:aws:sts::${A}:assumed-role/annotated/pod`);
    match(
      (await identity("other")).stderr,
      /\(AccessDenied\) when calling the AssumeRoleWithWebIdentity operation: Not authorized/,
    );
  });

  it("eks gives a token that the cluster's API takes from its administrator, and not from others", async () => {
    const get = ["eks", "get-token", "--cluster-name", CLUSTER, "--query", "status.token"];
    const statusFor = async (who: string) => {
      const token = await cli.json(who, ...get);
      const address = clusterAddress(cli.sandbox.endpoint, cli.sandbox.directory, A, CLUSTER);
      return (await clusterRequest(address, "/api/v1/namespaces", { token })).status;
    };
    deepStrictEqual([await statusFor(A), await statusFor(B)], [200, 401]);
  });
});
