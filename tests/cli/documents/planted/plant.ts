import type { IAM } from "@aws-sdk/client-iam";
import { roleArn } from "../../../sandbox/eks-support";
import { B, type Credentials } from "../../../sandbox/support";
import type { LiveSandbox } from "../live-sandbox";
import { ASSUME, administrator, type Case, type Link, statement, trusting } from "./case";

const text = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** What was made for a case. */
export interface Planted {
  arn: string;
  /** The first of the roles that lead to it. Its own ARN if there are none. */
  first: string;
  /** Its credentials, obtained in the way that the case describes. */
  credentials(): Promise<Credentials>;
}

/** Makes the role or user of a case, and the roles that lead to it. */
export async function plant(live: LiveSandbox, name: string, given: Case): Promise<Planted> {
  const account = given.account ?? B;
  const { iam } = live.sandbox.clients(account);
  if (given.isUser) return plantUser(iam, name, account, given);
  const path = (given.by ?? []).map((link, index) => ({ ...link, name: `${name}-by-${index}` }));
  const chain = [...path.map((link) => roleArn(link.account, link.name)), roleArn(account, name)];
  let trust = trusting(administrator(path[0]?.account ?? account));
  for (const [index, link] of path.entries()) {
    await plantLink(live.sandbox.clients(link.account).iam, link, trust, chain[index + 1] ?? "");
    trust = trusting({ AWS: chain[index] });
  }
  await createRole(iam, name, given.trust ?? trust, given);
  return {
    arn: roleArn(account, name),
    first: chain[0] ?? "",
    credentials: () => live.sessionAlong(...chain),
  };
}

async function plantLink(
  iam: IAM,
  { boundary, name, rights = (next) => [statement(ASSUME, next)] }: Link & { name: string },
  trust: string,
  next: string,
): Promise<void> {
  await createRole(iam, name, trust, { boundary, rights: rights(next) });
}

async function createRole(
  iam: IAM,
  RoleName: string,
  trust: string,
  { awsManaged, boundary, managed = [], rights, tags = {} }: Case,
): Promise<void> {
  await iam.createRole({
    RoleName,
    AssumeRolePolicyDocument: trust,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    PermissionsBoundary: await policy(iam, `${RoleName}-boundary`, boundary),
  });
  if (rights) {
    const named = { RoleName, PolicyName: "rights", PolicyDocument: text(rights) };
    await iam.putRolePolicy(named);
  }
  for (const [index, statements] of managed.entries()) {
    const PolicyArn = await policy(iam, `${RoleName}-${index}`, statements);
    await iam.attachRolePolicy({ RoleName, PolicyArn });
  }
  if (awsManaged) {
    const PolicyArn = `arn:aws:iam::aws:policy/${awsManaged}`;
    await iam.attachRolePolicy({ RoleName, PolicyArn });
  }
}

async function plantUser(
  iam: IAM,
  UserName: string,
  account: string,
  { boundary, groups = [], managed = [], othersGroup, rights }: Case,
): Promise<Planted> {
  const PermissionsBoundary = await policy(iam, `${UserName}-boundary`, boundary);
  await iam.createUser({ UserName, PermissionsBoundary });
  if (rights) {
    const named = { UserName, PolicyName: "rights", PolicyDocument: text(rights) };
    await iam.putUserPolicy(named);
  }
  for (const [index, statements] of managed.entries()) {
    const PolicyArn = await policy(iam, `${UserName}-${index}`, statements);
    await iam.attachUserPolicy({ UserName, PolicyArn });
  }
  for (const [index, statements] of [...groups, ...(othersGroup ? [othersGroup] : [])].entries()) {
    const GroupName = `${UserName}-${index}`;
    await iam.createGroup({ GroupName });
    if (index % 2 === 0) {
      const named = { GroupName, PolicyName: "rights", PolicyDocument: text(statements) };
      await iam.putGroupPolicy(named);
    } else {
      const PolicyArn = await policy(iam, `${GroupName}-group`, statements);
      await iam.attachGroupPolicy({ GroupName, PolicyArn });
    }
    if (index < groups.length) await iam.addUserToGroup({ GroupName, UserName });
  }
  const arn = `arn:aws:iam::${account}:user/${UserName}`;
  return { arn, first: arn, credentials: () => accessKey(iam, UserName) };
}

async function policy(
  iam: IAM,
  PolicyName: string,
  statements: object[] | undefined,
): Promise<string | undefined> {
  if (!statements) return undefined;
  const document = { PolicyName, PolicyDocument: text(statements) };
  return (await iam.createPolicy(document)).Policy?.Arn;
}

async function accessKey(iam: IAM, UserName: string): Promise<Credentials> {
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
}
