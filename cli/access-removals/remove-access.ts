import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetResourcePolicyCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { parseArn, readerKey } from "eks-pod-secrets/grant";
import {
  deniesPods,
  isDeniedFirst,
  type PolicyDocument,
  passedRolePolicy,
  REVOKED_SESSIONS,
  type RolePassing,
} from "eks-pod-secrets/policy";
import type { AccountAccess } from "../aws/account-access";
import { nothingIf } from "../aws/aws-error";
import { trusted } from "./granted";
import type { AccessRemoval, ReadingZone } from "./removal-shape";
import { replaceSecretPolicy } from "./revocation-calls";

/**
 * Removes from a policy, as it is in AWS now, what the inventory does not grant, and bounds the role. What is already gone stays
 * gone. Returns why something stays; undefined if everything is done.
 */
export async function removeAccess(
  { holder, obstacle, rest }: AccessRemoval,
  access: AccountAccess,
): Promise<string | undefined> {
  if (holder.kind === "role") {
    const client = new IAMClient(access);
    await narrowRolePolicy(holder, rest, client);
    if (holder.boundary) await bound(holder.name, holder.boundary, client);
    return undefined;
  }
  const region = parseArn(holder.arn)?.region ?? access.region;
  const client = new SecretsManagerClient({ ...access, region });
  return narrowSecretPolicy(holder.arn, { obstacle, rest }, client);
}

const NO_POLICY: PolicyDocument = { Version: "2012-10-17", Statement: [] };

/**
 * From now on, only the next reader's pods may call anything as the role. If AWS refuses to deny what began before, the role trusts the
 * former reader again.
 */
export async function passRole(
  RoleName: string,
  passing: RolePassing,
  access: AccountAccess,
): Promise<void> {
  const client = new IAMClient(access);
  const found = await client
    .send(new GetRoleCommand({ RoleName }))
    .catch(nothingIf("NoSuchEntityException"));
  if (!found?.Role) return;
  const trust = (PolicyDocument: string) =>
    client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  if (passing.trust) await trust(JSON.stringify(passing.trust));
  const PolicyDocument = JSON.stringify(passedRolePolicy(passing, new Date()));
  const denied = { RoleName, PolicyName: REVOKED_SESSIONS, PolicyDocument };
  try {
    await client.send(new PutRolePolicyCommand(denied));
  } catch (error) {
    if (passing.trust) await trust(decodeURIComponent(found.Role.AssumeRolePolicyDocument ?? ""));
    throw error;
  }
}

/**
 * What AWS lacks so that a role is its reader's again: an up that did not end was passing it to others, or its reader's sessions had
 * tags when it got the role. Undefined if nothing.
 */
export async function missingPassing(
  RoleName: string,
  passing: RolePassing,
  zone: ReadingZone,
  access: AccountAccess,
): Promise<RolePassing | undefined> {
  const client = new IAMClient(access);
  const asked = { RoleName, PolicyName: REVOKED_SESSIONS };
  const none = nothingIf("NoSuchEntityException");
  const denied = await client.send(new GetRolePolicyCommand(asked)).catch(none);
  const found = await client.send(new GetRoleCommand({ RoleName })).catch(none);
  const [policy, trust] = [denied?.PolicyDocument, found?.Role?.AssumeRolePolicyDocument];
  const reader = trusted({ assumeRolePolicy: decodeURIComponent(trust ?? "") }, zone);
  const isTrusted = !reader || readerKey(reader) === readerKey(passing.to);
  const isDenied = policy && deniesPods(JSON.parse(decodeURIComponent(policy)), passing);
  if (isTrusted) return isDenied ? { ...passing, trust: undefined } : undefined;
  return passing;
}

async function narrowRolePolicy(
  { name: RoleName, policy: PolicyName }: { name: string; policy: string },
  rest: AccessRemoval["rest"],
  client: IAMClient,
): Promise<void> {
  const found = await client
    .send(new GetRolePolicyCommand({ RoleName, PolicyName }))
    .catch(nothingIf("NoSuchEntityException"));
  if (!found?.PolicyDocument) return;
  const left = rest(JSON.parse(decodeURIComponent(found.PolicyDocument)));
  const PolicyDocument = JSON.stringify(left);
  if (PolicyDocument === decodeURIComponent(found.PolicyDocument)) return;
  await (left
    ? client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }))
    : client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
}

async function bound(
  RoleName: string,
  PermissionsBoundary: string,
  client: IAMClient,
): Promise<void> {
  const isThere = await client
    .send(new GetRoleCommand({ RoleName }))
    .catch(nothingIf("NoSuchEntityException"));
  if (!isThere) return;
  await client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
}

/** Takes off what this inventory denied on a secret first. Returns whether there was anything. */
export async function liftDenials(
  arn: string,
  inventory: string,
  access: AccountAccess,
): Promise<boolean> {
  const region = parseArn(arn)?.region ?? access.region;
  const client = new SecretsManagerClient({ ...access, region });
  const now = await secretPolicyNow(arn, client);
  const left = [now?.Statement ?? []].flat().filter((one) => !isDeniedFirst(one, inventory));
  if (!now || left.length === [now.Statement].flat().length) return false;
  await replaceSecretPolicy(arn, left.length > 0 ? { ...now, Statement: left } : undefined, client);
  return true;
}

async function narrowSecretPolicy(
  SecretId: string,
  { obstacle, rest }: Pick<AccessRemoval, "obstacle" | "rest">,
  client: SecretsManagerClient,
): Promise<string | undefined> {
  const now = await secretPolicyNow(SecretId, client);
  if (!now) return undefined;
  const left = rest(now);
  if (JSON.stringify(left ?? NO_POLICY) !== JSON.stringify(now)) {
    await replaceSecretPolicy(SecretId, left, client);
  }
  return obstacle?.(now);
}

/** The policy that a secret has in AWS. Undefined if there is no such secret. */
async function secretPolicyNow(
  SecretId: string,
  client: SecretsManagerClient,
): Promise<PolicyDocument | undefined> {
  const found = await client
    .send(new GetResourcePolicyCommand({ SecretId }))
    .catch(nothingIf("ResourceNotFoundException"));
  return found?.ResourcePolicy ? JSON.parse(found.ResourcePolicy) : found && NO_POLICY;
}
