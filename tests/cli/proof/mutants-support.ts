import type { AccessRequest, SessionPrincipal } from "../../../proof";
import { policy, rootOf } from "../../sandbox/secrets-support";
import type { Clients, Credentials, TestSandbox } from "../../sandbox/support";
import { credentialsOf } from "../../sandbox/support";

const EVERYTHING = policy({ Action: "*", Resource: "*" });
export const nameIn = (arn: string) => arn.slice(arn.lastIndexOf("/") + 1);
const pathIn = (arn: string) => arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1);
const accountIn = (arn: string) => arn.split(":")[4] ?? "";
const tagList = (tags: Record<string, string> = {}) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Makes a principal that its own account allows everything, with its role if that does not exist. Returns its credentials. */
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
  const { Credentials: made } = await sts.assumeRole({
    RoleArn: roleArn,
    RoleSessionName: "session",
    Tags: tagList(tags),
  });
  return credentialsOf(made);
}

type UserPrincipal = Extract<AccessRequest["principal"], { kind: "user" }>;

/** Makes a role that its own account may assume, and that may do everything. */
export async function roleIn(sandbox: TestSandbox, roleArn: string): Promise<void> {
  const account = accountIn(roleArn);
  const { iam } = sandbox.clients(account);
  const RoleName = nameIn(roleArn);
  await iam.createRole({
    RoleName,
    Path: pathIn(roleArn),
    AssumeRolePolicyDocument: policy({
      Principal: rootOf(account),
      Action: ["sts:AssumeRole", "sts:TagSession"],
    }),
  });
  await iam.putRolePolicy({ RoleName, PolicyName: "own", PolicyDocument: EVERYTHING });
}

async function user(
  sandbox: TestSandbox,
  arn: string,
  tags: Record<string, string> | undefined,
): Promise<Credentials> {
  const { iam } = sandbox.clients(accountIn(arn));
  const UserName = nameIn(arn);
  await iam.createUser({ UserName, Path: pathIn(arn), Tags: tagList(tags) });
  await iam.putUserPolicy({ UserName, PolicyName: "own", PolicyDocument: EVERYTHING });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return credentialsOf(AccessKey);
}

/** The request as an HTTP call. Undefined if there is no such call. `blobOf` gives what the key has encrypted, by context. */
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
      return ({ secretsManager }) => secretsManager.getSecretValue({ SecretId });
    case "secretsmanager:DescribeSecret":
      return ({ secretsManager }) => secretsManager.describeSecret({ SecretId });
    case "secretsmanager:DeleteSecret":
      return ({ secretsManager }) => secretsManager.deleteSecret({ SecretId });
    case "secretsmanager:GetResourcePolicy":
      return ({ secretsManager }) => secretsManager.getResourcePolicy({ SecretId });
    case "secretsmanager:PutSecretValue":
      return ({ secretsManager }) =>
        secretsManager.putSecretValue({ SecretId, SecretString: "other" });
    case "secretsmanager:PutResourcePolicy":
      return ({ secretsManager }) =>
        secretsManager.putResourcePolicy({
          SecretId,
          ResourcePolicy: policy({ Principal: "*", Action: "secretsmanager:*", Resource: "*" }),
        });
    case "secretsmanager:TagResource":
      return ({ secretsManager }) =>
        secretsManager.tagResource({ SecretId, Tags: [{ Key: "a", Value: "b" }] });
    case "kms:Decrypt":
      return async ({ kms }) =>
        kms.decrypt({
          KeyId: resource,
          CiphertextBlob: await blobOf(encryptionContext),
          EncryptionContext: encryptionContext,
        });
    case "kms:DescribeKey":
      return ({ kms }) => kms.describeKey({ KeyId: resource });
    case "kms:PutKeyPolicy":
      return ({ kms }) =>
        kms.putKeyPolicy({
          KeyId: resource,
          Policy: policy({ Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }),
        });
    case "sts:AssumeRole":
    // STS checks this action when a role is assumed with tags.
    case "sts:TagSession":
      return ({ sts }) =>
        sts.assumeRole({ RoleArn: resource, RoleSessionName: "session", Tags: tagList(tags) });
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
