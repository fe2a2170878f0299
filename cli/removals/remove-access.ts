import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import { parseArn } from "../../sdk/grant";
import type { AccountAccess } from "../aws/account-access";
import { isError } from "../aws/aws-error";
import type { AccessRemoval } from "./access-removals";

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
  const { PolicyDocument = "" } = await client
    .send(new GetRolePolicyCommand({ RoleName, PolicyName }))
    .catch(noneOf("NoSuchEntityException"));
  if (PolicyDocument === "") return;
  const left = rest(JSON.parse(decodeURIComponent(PolicyDocument)));
  await (left
    ? client.send(
        new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(left) }),
      )
    : client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
}

async function narrowSecretPolicy(
  SecretId: string,
  rest: AccessRemoval["rest"],
  client: SecretsManagerClient,
): Promise<void> {
  const { ResourcePolicy = "" } = await client
    .send(new GetResourcePolicyCommand({ SecretId }))
    .catch(noneOf("ResourceNotFoundException"));
  if (ResourcePolicy === "") return;
  const left = rest(JSON.parse(ResourcePolicy));
  await (left
    ? client.send(
        new PutResourcePolicyCommand({
          SecretId,
          ResourcePolicy: JSON.stringify(left),
          BlockPublicPolicy: true,
        }),
      )
    : client.send(new DeleteResourcePolicyCommand({ SecretId })));
}

/** What is not there has no policy. */
function noneOf(name: string) {
  return (error: unknown): Record<string, never> => {
    if (isError(error, name)) return {};
    throw error;
  };
}
