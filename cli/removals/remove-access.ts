import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetResourcePolicyCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { parseArn } from "../../sdk/grant";
import { passedRolePolicy, REVOKED_SESSIONS, type RolePassing } from "../../sdk/policy/revocation";
import type { AccountAccess } from "../aws/account-access";
import { nothingIf } from "../aws/aws-error";
import type { AccessRemoval } from "./removal-shape";
import { replaceSecretPolicy } from "./revocation-calls";

/** Takes out of a policy, as it is at AWS now, what the inventory does not grant. What is gone already stays gone. */
export async function removeAccess(
  { holder, rest }: AccessRemoval,
  access: AccountAccess,
): Promise<void> {
  if (holder.kind === "role") {
    const client = new IAMClient(access);
    if (holder.passing) await passRole(holder.name, holder.passing, client);
    await narrowRolePolicy(holder, rest, client);
  } else {
    const region = parseArn(holder.arn)?.region ?? access.region;
    await narrowSecretPolicy(holder.arn, rest, new SecretsManagerClient({ ...access, region }));
  }
}

/** Nobody but the next reader's pods may call anything as the role from now on. */
async function passRole(
  RoleName: string,
  { to, trust }: RolePassing,
  client: IAMClient,
): Promise<void> {
  const asked = { RoleName, PolicyDocument: JSON.stringify(trust) };
  const isThere = await client
    .send(new UpdateAssumeRolePolicyCommand(asked))
    .catch(nothingIf("NoSuchEntityException"));
  if (!isThere) return;
  const PolicyDocument = JSON.stringify(passedRolePolicy(to, new Date()));
  const denied = { RoleName, PolicyName: REVOKED_SESSIONS, PolicyDocument };
  await client.send(new PutRolePolicyCommand(denied));
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
  await (left
    ? client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }))
    : client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
}

async function narrowSecretPolicy(
  SecretId: string,
  rest: AccessRemoval["rest"],
  client: SecretsManagerClient,
): Promise<void> {
  const found = await client
    .send(new GetResourcePolicyCommand({ SecretId }))
    .catch(nothingIf("ResourceNotFoundException"));
  if (!found?.ResourcePolicy) return;
  await replaceSecretPolicy(SecretId, rest(JSON.parse(found.ResourcePolicy)), client);
}
