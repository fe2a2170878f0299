import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { DecryptCommand, DescribeKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";

import type { AccessRequest, SessionPrincipal } from "../../proof";
import { policy, rootOf } from "./secrets-support";
import type { Clients, Credentials, TestSandbox } from "./support";

const EVERYTHING = policy({ Action: "*", Resource: "*" });
export const nameIn = (arn: string) => arn.slice(arn.lastIndexOf("/") + 1);
const pathIn = (arn: string) => arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1);
const accountIn = (arn: string) => arn.split(":")[4] ?? "";
const tagList = (tags: Record<string, string> = {}) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Makes a principal to whom its own account allows everything, the role where it is not there yet, and answers its credentials. */
export async function principalIn(
  sandbox: TestSandbox,
  principal: SessionPrincipal | UserPrincipal,
): Promise<Credentials> {
  if (principal.kind === "user") return user(sandbox, principal.arn, principal.tags);
  const { roleArn, tags } = principal;
  const { sts } = sandbox.clients(accountIn(roleArn));
  await roleIn(sandbox, roleArn).catch((error: Error) => {
    if (error.name !== "EntityAlreadyExists" && error.name !== "EntityAlreadyExistsException")
      throw error;
  });
  const { Credentials: made } = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "session", Tags: tagList(tags) }),
  );
  return {
    accessKeyId: made?.AccessKeyId ?? "",
    secretAccessKey: made?.SecretAccessKey ?? "",
    sessionToken: made?.SessionToken ?? "",
  };
}

type UserPrincipal = Extract<AccessRequest["principal"], { kind: "user" }>;

/** Makes a role that its own account may become, and to which it allows everything. */
export async function roleIn(sandbox: TestSandbox, roleArn: string): Promise<void> {
  const account = accountIn(roleArn);
  const { iam } = sandbox.clients(account);
  const RoleName = nameIn(roleArn);
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      Path: pathIn(roleArn),
      AssumeRolePolicyDocument: policy({
        Principal: rootOf(account),
        Action: ["sts:AssumeRole", "sts:TagSession"],
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument: EVERYTHING }),
  );
}

async function user(
  sandbox: TestSandbox,
  arn: string,
  tags: Record<string, string> | undefined,
): Promise<Credentials> {
  const { iam } = sandbox.clients(accountIn(arn));
  const UserName = nameIn(arn);
  await iam.send(new CreateUserCommand({ UserName, Path: pathIn(arn), Tags: tagList(tags) }));
  await iam.send(
    new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument: EVERYTHING }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
}

/** What the request would be over HTTP; undefined where there is no such call. `blob` is what the key encrypted, by context. */
export function callOf(
  { action, context = {}, resource }: AccessRequest,
  blobOf: (context: Record<string, string>) => Promise<Uint8Array>,
): ((clients: Clients) => Promise<unknown>) | undefined {
  const said = Object.entries(context);
  const encryptionContext = under("kms:EncryptionContext:", said);
  const tags = under("aws:RequestTag/", said);
  const isSaid = (key: string) =>
    key.startsWith("kms:EncryptionContext:")
      ? action === "kms:Decrypt"
      : key.startsWith("aws:RequestTag/") && action.startsWith("sts:");
  if (!said.every(([key]) => isSaid(key))) return undefined;
  const SecretId = resource;
  switch (action) {
    case "secretsmanager:GetSecretValue":
      return ({ secretsManager }) => secretsManager.send(new GetSecretValueCommand({ SecretId }));
    case "secretsmanager:DescribeSecret":
      return ({ secretsManager }) => secretsManager.send(new DescribeSecretCommand({ SecretId }));
    case "secretsmanager:DeleteSecret":
      return ({ secretsManager }) => secretsManager.send(new DeleteSecretCommand({ SecretId }));
    case "secretsmanager:GetResourcePolicy":
      return ({ secretsManager }) =>
        secretsManager.send(new GetResourcePolicyCommand({ SecretId }));
    case "secretsmanager:PutSecretValue":
      return ({ secretsManager }) =>
        secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: "other" }));
    case "secretsmanager:PutResourcePolicy":
      return ({ secretsManager }) =>
        secretsManager.send(
          new PutResourcePolicyCommand({
            SecretId,
            ResourcePolicy: policy({ Principal: "*", Action: "secretsmanager:*", Resource: "*" }),
          }),
        );
    case "secretsmanager:TagResource":
      return ({ secretsManager }) =>
        secretsManager.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "a", Value: "b" }] }));
    case "kms:Decrypt":
      return async ({ kms }) =>
        kms.send(
          new DecryptCommand({
            KeyId: resource,
            CiphertextBlob: await blobOf(encryptionContext),
            EncryptionContext: encryptionContext,
          }),
        );
    case "kms:DescribeKey":
      return ({ kms }) => kms.send(new DescribeKeyCommand({ KeyId: resource }));
    case "kms:PutKeyPolicy":
      return ({ kms }) =>
        kms.send(
          new PutKeyPolicyCommand({
            KeyId: resource,
            Policy: policy({ Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }),
          }),
        );
    case "sts:AssumeRole":
    // STS asks for this one where a role is assumed with tags.
    case "sts:TagSession":
      return ({ sts }) =>
        sts.send(
          new AssumeRoleCommand({
            RoleArn: resource,
            RoleSessionName: "session",
            Tags: tagList(tags),
          }),
        );
    default:
      return undefined;
  }
}

function under(prefix: string, said: [string, string | string[]][]): Record<string, string> {
  return Object.fromEntries(
    said
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), String(value)]),
  );
}
