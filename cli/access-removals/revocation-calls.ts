import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteResourcePolicyCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { ResolvedRole, ResolvedSecret } from "eks-pod-secrets/grant";
import {
  type PolicyDocument,
  REVOKED,
  REVOKED_SESSIONS,
  revokedReaderStatement,
  revokedRolePolicy,
  revokedSessionsPolicy,
} from "eks-pod-secrets/policy";
import type { AccountAccess } from "../aws/account-access";
import { nothingIf } from "../aws/aws-error";
import { UserError } from "../terminal/errors";
import type { DenyingSecret } from "./granted";

/** Denies a role everything. One that is not there is a `UserError`: the reader may still read as another. */
export function denyRole(role: ResolvedRole, access: AccountAccess): Promise<void> {
  return putPolicy(role, REVOKED, revokedRolePolicy(), access);
}

/** Denies everything to the sessions of a role that there are now, whatever is lifted later. */
export function denySessions(role: ResolvedRole, access: AccountAccess): Promise<void> {
  return putPolicy(role, REVOKED_SESSIONS, revokedSessionsPolicy(new Date()), access);
}

async function putPolicy(
  { account, name: RoleName }: ResolvedRole,
  PolicyName: string,
  document: PolicyDocument,
  access: AccountAccess,
): Promise<void> {
  const PolicyDocument = JSON.stringify(document);
  const put = new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument });
  const done = await new IAMClient(access).send(put).catch(unlessAbsent);
  if (done) return;
  throw new UserError(
    `account ${account.id} (${account.name}) has no role ${RoleName}, and nothing is denied; if the reader was deployed with another role, revoke it with the inventory that was deployed`,
  );
}

/** Takes the Deny of a role away. That of its earlier sessions stays. */
export async function liftRole(
  { name: RoleName }: ResolvedRole,
  access: AccountAccess,
): Promise<void> {
  await new IAMClient(access)
    .send(new DeleteRolePolicyCommand({ RoleName, PolicyName: REVOKED }))
    .catch(unlessAbsent);
}

/** Whether a role is revoked now. */
export async function isRevoked(
  { name: RoleName }: Pick<ResolvedRole, "name">,
  access: AccountAccess,
): Promise<boolean> {
  const found = await new IAMClient(access)
    .send(new GetRolePolicyCommand({ RoleName, PolicyName: REVOKED }))
    .catch(unlessAbsent);
  return found !== undefined;
}

/** Whether a secret's policy, as it is now, has the statement that denies the secret to a role. */
export async function deniesRole(
  secret: ResolvedSecret,
  roleArn: string,
  access: AccountAccess,
): Promise<boolean> {
  const { Sid } = revokedReaderStatement(roleArn);
  const client = new SecretsManagerClient({ ...access, region: secret.region });
  const { statements = [] } = (await policyOf(secret, client)) ?? {};
  return statements.some((one) => one.Sid === Sid);
}

/**
 * Adds to a secret's policy, as it is now, the statement that denies the secret to a role; or takes it out. False where there is no
 * such secret. To deny it then is a `UserError`, unless another secret takes its place: the reader may read what was deployed instead.
 */
export async function changeSecretPolicy(
  secret: DenyingSecret,
  roleArn: string,
  change: "deny" | "lift",
  access: AccountAccess,
): Promise<boolean> {
  const client = new SecretsManagerClient({ ...access, region: secret.region });
  const found = await policyOf(secret, client);
  if (!found && change === "deny" && !secret.isFormer) throw absentSecret(secret);
  if (!found) return false;
  const { arn: SecretId, document, statements } = found;
  const deny = revokedReaderStatement(roleArn);
  const others = statements.filter(({ Sid }) => Sid !== deny.Sid);
  const Statement = change === "deny" ? [...others, deny] : others;
  const policy: PolicyDocument = { Version: "2012-10-17", ...document, Statement };
  await replaceSecretPolicy(SecretId, Statement.length > 0 ? policy : undefined, client);
  return true;
}

function absentSecret({ account, existingArn, name }: ResolvedSecret): UserError {
  return new UserError(
    `account ${account.id} (${account.name}) has no secret ${existingArn ?? name}, and nothing is denied; if another secret was deployed, revoke with the inventory that was deployed`,
  );
}

/** The policy that a secret has now; undefined where there is no such secret. */
async function policyOf({ existingArn, name }: ResolvedSecret, client: SecretsManagerClient) {
  const asked = new DescribeSecretCommand({ SecretId: existingArn ?? name });
  const { ARN: arn } = (await client.send(asked).catch(unlessAbsent)) ?? {};
  if (!arn) return undefined;
  const got = await client.send(new GetResourcePolicyCommand({ SecretId: arn }));
  const document: PolicyDocument | undefined = got.ResourcePolicy && JSON.parse(got.ResourcePolicy);
  return { arn, document, statements: [document?.Statement ?? []].flat() };
}

const unlessAbsent = nothingIf("NoSuchEntityException", "ResourceNotFoundException");

/** Puts a secret's policy in place of the one that it has; none takes that away. */
export async function replaceSecretPolicy(
  SecretId: string,
  policy: PolicyDocument | undefined,
  client: SecretsManagerClient,
): Promise<void> {
  const ResourcePolicy = JSON.stringify(policy);
  await (policy
    ? client.send(
        new PutResourcePolicyCommand({ SecretId, ResourcePolicy, BlockPublicPolicy: true }),
      )
    : client.send(new DeleteResourcePolicyCommand({ SecretId })));
}
