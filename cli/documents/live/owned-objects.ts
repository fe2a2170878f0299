import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  DescribeParametersCommand,
  ListTagsForResourceCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";

import type { KeyDocuments, ParameterDocuments, SecretDocuments } from "../../../sdk/access";
import type { ResolvedParameter, ResolvedSecret } from "../../../sdk/grant";
import { secretArnIn } from "../../../sdk/policy";
import type { AccountAccess } from "../../aws/account-access";
import { isError } from "../../aws/aws-error";

/** Reads the secret of that name in one of its regions, or nothing where there is none, or one that is being deleted. */
export async function readSecret(
  secret: ResolvedSecret,
  access: AccountAccess,
): Promise<SecretDocuments | undefined> {
  const { existingArn, name, region, sealed } = secret;
  const client = new SecretsManagerClient(access);
  const SecretId = existingArn
    ? access.region === region
      ? existingArn
      : secretArnIn(access.region, existingArn)
    : name;
  const found = await orNothing(client.send(new DescribeSecretCommand({ SecretId })));
  if (!found?.ARN || found.DeletedDate) return undefined;
  const { ResourcePolicy } = await client.send(
    new GetResourcePolicyCommand({ SecretId: found.ARN }),
  );
  return {
    arn: found.ARN,
    key: found.KmsKeyId ? await customerKey(found.KmsKeyId, access) : null,
    tags: Object.fromEntries((found.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    policy: ResourcePolicy ? JSON.parse(ResourcePolicy) : null,
    sealed,
  };
}

/** Reads what is known of a parameter without its value, or nothing where there is none. */
export async function readParameter(
  { arn, name }: ResolvedParameter,
  access: AccountAccess,
): Promise<ParameterDocuments | undefined> {
  const client = new SSMClient(access);
  const { Parameters } = await client.send(
    new DescribeParametersCommand({
      ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }],
    }),
  );
  const [found] = Parameters ?? [];
  if (!found) return undefined;
  const { TagList } = await client.send(
    new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: name }),
  );
  return {
    arn,
    secure: found.Type === "SecureString",
    key: found.KeyId ? await customerKey(found.KeyId, access) : null,
    tags: Object.fromEntries((TagList ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}

/** Reads a key's policy and whether it can be used. The key may be of another account than the credentials: its policy is then unknown. */
export async function readKey(arn: string, access: AccountAccess): Promise<KeyDocuments> {
  const client = new KMSClient(access);
  const { Policy } = await client.send(
    new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }),
  );
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: arn }));
  const { Tags } = await client.send(new ListResourceTagsCommand({ KeyId: arn }));
  return {
    arn,
    policy: Policy ? JSON.parse(Policy) : null,
    ...(KeyMetadata?.Enabled === false && { disabled: true }),
    tags: Object.fromEntries(
      (Tags ?? []).map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]),
    ),
  };
}

/** The ARN of a customer managed key that is named by id, ARN or alias; nothing for an AWS managed one. */
async function customerKey(KeyId: string, access: AccountAccess): Promise<string | null> {
  if (KeyId.startsWith("alias/aws/")) return null;
  const { KeyMetadata } = await new KMSClient(access).send(new DescribeKeyCommand({ KeyId }));
  return KeyMetadata?.KeyManager === "AWS" ? null : (KeyMetadata?.Arn ?? null);
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}
