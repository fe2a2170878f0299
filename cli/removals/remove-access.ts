import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetResourcePolicyCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { parseArn } from "../../sdk/grant";
import type { AccountAccess } from "../aws/account-access";
import { nothingIf } from "../aws/aws-error";
import type { AccessRemoval } from "./access-removals";
import { replaceSecretPolicy } from "./revocation-calls";

/** Takes out of a policy, as it is at AWS now, what the inventory does not grant. What is gone already stays gone. */
export async function removeAccess(
  { holder, rest }: AccessRemoval,
  access: AccountAccess,
): Promise<void> {
  if (holder.kind === "role") await narrowRolePolicy(holder, rest, new IAMClient(access));
  else {
    const region = parseArn(holder.arn)?.region ?? access.region;
    await narrowSecretPolicy(holder.arn, rest, new SecretsManagerClient({ ...access, region }));
  }
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
