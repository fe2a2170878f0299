import type { KeyDocuments, ParameterDocuments, SecretDocuments } from "../../../sdk/access";
import type { ResolvedParameter, ResolvedSecret } from "../../../sdk/grant";
import { secretArnIn } from "../../../sdk/policy";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { keyGrants } from "./key-grants";
import { ask, askAllPages, isUnread } from "./live-call";
import { parameterShares } from "./parameter-shares";
import { rotationOf } from "./rotation";

/** Reads the secret of that name in one of its regions, or nothing where there is none, or one that is being deleted. */
export async function readSecret(
  secret: ResolvedSecret,
  access: AccountAccess,
): Promise<SecretDocuments | undefined> {
  const { existingArn, name, region, sealed } = secret;
  const SecretId = existingArn
    ? access.region === region
      ? existingArn
      : secretArnIn(access.region, existingArn)
    : name;
  const found = await orNothing(ask(LIVE_CALLS.describeSecret, access, { SecretId }));
  if (!found?.ARN || found.DeletedDate) return undefined;
  const rotation = rotationOf(secret, found);
  const { ResourcePolicy } = await ask(LIVE_CALLS.getResourcePolicy, access, {
    SecretId: found.ARN,
  });
  return {
    arn: found.ARN,
    key: found.KmsKeyId ? await customerKey(found.KmsKeyId, access) : null,
    tags: Object.fromEntries((found.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    policy: ResourcePolicy ? JSON.parse(ResourcePolicy) : null,
    sealed,
    ...(rotation && { rotation }),
  };
}

/** Reads what is known of a parameter without its value, or nothing where there is none. */
export async function readParameter(
  { arn, name }: ResolvedParameter,
  access: AccountAccess,
): Promise<ParameterDocuments | undefined> {
  const pages = await askAllPages(LIVE_CALLS.describeParameters, access, {
    ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }],
  });
  const [found] = pages.flatMap(({ Parameters }) => Parameters ?? []);
  if (!found) return undefined;
  const { TagList } = await ask(LIVE_CALLS.listTagsForParameter, access, {
    ResourceType: "Parameter",
    ResourceId: name,
  });
  const sharedWith = await parameterShares(arn, found.Tier, access);
  return {
    arn,
    ...(sharedWith.length > 0 && { sharedWith }),
    secure: found.Type === "SecureString",
    key: found.KeyId ? await customerKey(found.KeyId, access) : null,
    tags: Object.fromEntries((TagList ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}

/** Reads a key's policy and grants, and whether it can be used. The key may be of another account than the credentials: its policy is then unknown. */
export async function readKey(arn: string, access: AccountAccess): Promise<KeyDocuments> {
  const { Policy } = await ask(LIVE_CALLS.getKeyPolicy, access, {
    KeyId: arn,
    PolicyName: "default",
  });
  const { KeyMetadata } = await ask(LIVE_CALLS.describeKey, access, { KeyId: arn });
  const tagPages = await askAllPages(LIVE_CALLS.listResourceTags, access, { KeyId: arn });
  const grants = await keyGrants(arn, access);
  return {
    arn,
    policy: Policy ? JSON.parse(Policy) : null,
    ...(KeyMetadata?.Enabled === false && { disabled: true }),
    ...(grants.length > 0 && { grants }),
    tags: Object.fromEntries(
      tagPages
        .flatMap(({ Tags }) => Tags ?? [])
        .map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]),
    ),
  };
}

/** The ARN of a customer managed key that is named by id, ARN or alias; nothing for an AWS managed one. */
async function customerKey(KeyId: string, access: AccountAccess): Promise<string | null> {
  if (KeyId.startsWith("alias/aws/")) return null;
  const { KeyMetadata } = await ask(LIVE_CALLS.describeKey, access, { KeyId });
  return KeyMetadata?.KeyManager === "AWS" ? null : (KeyMetadata?.Arn ?? null);
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isUnread(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}
