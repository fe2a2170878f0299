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

/** Denies a role everything. A missing role is a `UserError`: the reader may still read as another one. */
export function denyRole(role: ResolvedRole, access: AccountAccess): Promise<void> {
  return putPolicy(role, REVOKED, revokedRolePolicy(), access);
}

/** Denies everything to a role's present sessions, even if the revocation is lifted later. */
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

/** Removes the Deny of a role. The Deny for its earlier sessions stays. */
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

/** Whether a secret's current policy has the statement that denies it to a role. */
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
 * Adds the statement that denies a secret to a role to the secret's current policy, or removes it. False if the secret does not
 * exist. Denying it is then a `UserError`, unless another secret replaces it: the reader may be reading what was deployed
 * instead.
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

/** The current policy of a secret; undefined if the secret does not exist. */
async function policyOf({ existingArn, name }: ResolvedSecret, client: SecretsManagerClient) {
  const asked = new DescribeSecretCommand({ SecretId: existingArn ?? name });
  const { ARN: arn } = (await client.send(asked).catch(unlessAbsent)) ?? {};
  if (!arn) return undefined;
  const got = await client.send(new GetResourcePolicyCommand({ SecretId: arn }));
  const document: PolicyDocument | undefined = got.ResourcePolicy && JSON.parse(got.ResourcePolicy);
  return { arn, document, statements: [document?.Statement ?? []].flat() };
}

const unlessAbsent = nothingIf("NoSuchEntityException", "ResourceNotFoundException");

/** Replaces a secret's policy, or removes it if none is given. */
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
