import type { ResolvedParameter } from "eks-pod-secrets/grant";
import type { AccountAccess } from "./account-access";
import { nothingIf, withClient } from "./aws-error";

/** The AWS managed key, which encrypts a SecureString without a key. */
const MANAGED_KEY = "alias/aws/ssm";

/** The key that the inventory gives a SecureString, as calls name it. */
export function declaredKeyId({ key }: Pick<ResolvedParameter, "key">): string {
  return key ? (key.existingArn ?? `alias/${key.alias}`) : MANAGED_KEY;
}

/** The state of a parameter's value. AWS leaves it under the key with which it was put. */
export type ParameterState = "missing" | "put" | "under another key";

export async function parameterState(
  parameter: Pick<ResolvedParameter, "key" | "name" | "secure">,
  access: AccountAccess,
): Promise<ParameterState> {
  const { DescribeParametersCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  return withClient(new SSMClient(access), async (client) => {
    const named = { Key: "Name", Option: "Equals", Values: [parameter.name] };
    const command = new DescribeParametersCommand({ ParameterFilters: [named] });
    const [found] = (await client.send(command)).Parameters ?? [];
    if (!found) return "missing";
    // A String has no key.
    if (!parameter.secure || found.KeyId === undefined) return "put";
    const isSame = await isSameKey(found.KeyId, declaredKeyId(parameter), access);
    return isSame ? "put" : "under another key";
  });
}

/** Compares two keys. A key is named by alias, id or ARN, as in the call that put the value. */
async function isSameKey(one: string, other: string, access: AccountAccess): Promise<boolean> {
  if (one === other) return true;
  const { DescribeKeyCommand, KMSClient } = await import("@aws-sdk/client-kms");
  const isSame = withClient(new KMSClient(access), async (client) => {
    const arnOf = async (KeyId: string) =>
      (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.Arn;
    return (await arnOf(one)) === (await arnOf(other));
  });
  return (await isSame.catch(nothingIf("NotFoundException"))) ?? false;
}
