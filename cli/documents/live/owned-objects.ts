import type { DescribeKeyResponse, KeyMetadata } from "@aws-sdk/client-kms";
import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import type { ParameterMetadata } from "@aws-sdk/client-ssm";
import {
  parseArn,
  type ResolvedAccount,
  type ResolvedParameter,
  type ResolvedSecret,
} from "eks-pod-secrets/grant";
import { secretArnIn } from "eks-pod-secrets/policy";
import {
  grantPolicies,
  type KeyDocuments,
  keysThatOpen,
  type ParameterDocuments,
  type SecretDocuments,
} from "iam-proof";
import { getOrMake, inParallel, memoize } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { AT_ONCE, ask, askAllPages, orNothing, orUnread, tagsOf, UnreadError } from "./live-call";
import { parameterShares } from "./parameter-shares";
import { formerKeysOfParameter, formerKeysOfSecret, keyGrants, rotationOf } from "./rotation";
import { attempt, requireUnderstood, type Unread, understoodText } from "./unread";

/** What AWS says about a secret, in both the single call and the list. */
type DescribedSecret = DescribeSecretResponse & { ARN: string };

/** What AWS says about the secret of that name in one of its regions. Undefined if it does not exist. */
export async function describedSecret(
  { existingArn, name, region }: ResolvedSecret,
  access: AccountAccess,
): Promise<DescribedSecret | undefined> {
  const isPrimary = access.region === region;
  const SecretId =
    existingArn && !isPrimary ? secretArnIn(access.region, existingArn) : existingArn;
  const asked = { SecretId: SecretId ?? name };
  const found = await orNothing(() => ask(LIVE_CALLS.describeSecret, access, asked));
  if (!found) return undefined;
  const { ARN } = found;
  if (!ARN) throw notWhole(LIVE_CALLS.describeSecret.action, "an ARN");
  return { ...found, ARN };
}

/**
 * Reads the secret of that name in one of its regions. Undefined if it does not exist or is being deleted. `onUnread` gets each
 * part that could not be read.
 */
export async function readSecret(
  secret: ResolvedSecret,
  access: AccountAccess,
  onUnread: OnUnread,
): Promise<(SecretDocuments & { replicatedTo: string[] }) | undefined> {
  const found = await describedSecret(secret, access);
  if (!found || found.DeletedDate) return undefined;
  const rotation = rotationOf(secret, found);
  const read = await secretDocuments(found, access, onUnread);
  const replicatedTo = (found.ReplicationStatus ?? []).flatMap(({ Region }) => Region ?? []);
  return { ...read, sealed: secret.sealed, ...(rotation && { rotation }), replicatedTo };
}

/** The parts of a secret that can fail to be read one by one. */
type SecretPart = "key" | "policy" | "versions";

type OnUnread = (arn: string, part: SecretPart, error: UnreadError) => void;

/** Reads the rest of a secret that AWS described. `onUnread` gets each part that could not be read. */
export async function secretDocuments(
  { ARN: arn, KmsKeyId, Tags }: Pick<DescribedSecret, "ARN" | "KmsKeyId" | "Tags">,
  access: AccountAccess,
  onUnread: OnUnread,
): Promise<SecretDocuments> {
  const part = <T>(which: SecretPart, read: () => Promise<T>): Promise<T | null> =>
    orUnread(read, (error) => {
      onUnread(arn, which, error);
      return null;
    });
  const key = KmsKeyId ? await part("key", () => customerKey(KmsKeyId, access)) : null;
  const formerKeys = await part("versions", () =>
    formerKeysOfSecret(arn, key, access, customerKey),
  );
  return {
    arn,
    key,
    formerKeys: formerKeys ?? [],
    tags: tagsOf(Tags),
    policy: await part("policy", () => resourcePolicy(arn, access)),
  };
}

async function resourcePolicy(SecretId: string, access: AccountAccess) {
  const call = LIVE_CALLS.getResourcePolicy;
  const { ResourcePolicy } = await ask(call, access, { SecretId });
  const name = `resource policy of ${SecretId}`;
  return ResourcePolicy ? understoodText(call.action, "resource", name, ResourcePolicy) : null;
}

/** What AWS says about a parameter. Undefined if it does not exist. */
export async function describedParameter(
  { name }: ResolvedParameter,
  access: AccountAccess,
): Promise<ParameterMetadata | undefined> {
  const call = LIVE_CALLS.describeParameters;
  const pages = await askAllPages(call, access, {
    ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }],
  });
  const [found] = pages.flatMap(({ Parameters }) => {
    if (!Parameters) throw notWhole(call.action, "a list");
    return Parameters;
  });
  return found && { ...found, Name: name };
}

/** Reads a parameter without its value. Undefined if it does not exist. */
export async function readParameter(
  parameter: ResolvedParameter,
  access: AccountAccess,
  onUnread: (arn: string, error: UnreadError) => void,
): Promise<ParameterDocuments | undefined> {
  const found = await describedParameter(parameter, access);
  return found && parameterDocuments(parameter.arn, found, access, onUnread);
}

/** Reads the rest of a parameter that AWS described. `onUnread` is called if the keys of its versions could not be read. */
export async function parameterDocuments(
  arn: string,
  { KeyId, Name, Tier, Type, Version }: ParameterMetadata,
  access: AccountAccess,
  onUnread: (arn: string, error: UnreadError) => void,
): Promise<ParameterDocuments> {
  const { TagList } = await ask(LIVE_CALLS.listTagsForParameter, access, {
    ResourceType: "Parameter",
    ResourceId: Name,
  });
  const sharedWith = await parameterShares(arn, Tier, access);
  const secure = Type === "SecureString";
  const key = KeyId ? await customerKey(KeyId, access) : null;
  const formerKeys = await orUnread(
    () => (secure ? formerKeysOfParameter({ Name, Version }, key, access, customerKey) : []),
    (error) => {
      onUnread(arn, error);
      return [];
    },
  );
  return {
    arn,
    ...(sharedWith.length > 0 && { sharedWith }),
    secure,
    key,
    ...(secure && { formerKeys }),
    tags: tagsOf(TagList),
  };
}

/** Reads the customer managed keys that open what was found, and their related keys, each with the credentials of the key's account. */
export async function readKeys(
  { parameters, secrets }: { parameters: ParameterDocuments[]; secrets: SecretDocuments[] },
  unread: Unread[],
  accountNamed: (id: string) => Pick<ResolvedAccount, "id" | "name">,
  accessTo: (account: string, region: string) => AccountAccess,
): Promise<KeyDocuments[]> {
  const keys: KeyDocuments[] = [];
  const asked = new Set<string>();
  let next = [...secrets, ...parameters].flatMap((one) => keysThatOpen({ keys }, one));
  while (next.length > 0) {
    const arns = new Set(next.flatMap((arn) => (arn && !asked.has(arn) ? arn : [])));
    for (const arn of arns) asked.add(arn);
    const read = await inParallel([...arns], AT_ONCE, (arn) => {
      const { account: id = "", region = "" } = parseArn(arn) ?? {};
      const place = { account: accountNamed(id), unread };
      return attempt(place, `key ${arn}`, { kind: "key", arn }, async () =>
        readKey(arn, accessTo(id, region)),
      );
    });
    const found = read.flatMap((one) => one ?? []);
    keys.push(...found);
    next = found.flatMap(({ relatedKeys }) => relatedKeys ?? []);
  }
  return keys;
}

/** Reads a key's policy, its grants and whether it can be used, with credentials of the key's account. */
async function readKey(arn: string, access: AccountAccess): Promise<KeyDocuments> {
  const { Policy } = await ask(LIVE_CALLS.getKeyPolicy, access, {
    KeyId: arn,
    PolicyName: "default",
  });
  // Every KMS key has a policy.
  if (!Policy) throw notWhole(LIVE_CALLS.getKeyPolicy.action, "a policy");
  const { KeyMetadata } = await ask(LIVE_CALLS.describeKey, access, { KeyId: arn });
  if (!KeyMetadata) throw notWhole(LIVE_CALLS.describeKey.action, "a key");
  const relatedKeys = relatedTo(arn, KeyMetadata);
  const tagPages = await askAllPages(LIVE_CALLS.listResourceTags, access, { KeyId: arn });
  const grants = await keyGrants(arn, access);
  for (const { document, name } of grantPolicies({ arn, grants })) {
    requireUnderstood(LIVE_CALLS.listGrants.action, "key", name, document);
  }
  return {
    arn,
    policy: understoodText(LIVE_CALLS.getKeyPolicy.action, "key", `key policy of ${arn}`, Policy),
    ...(KeyMetadata.Enabled === false && { disabled: true }),
    ...(grants.length > 0 && { grants }),
    ...(relatedKeys.length > 0 && { relatedKeys }),
    tags: Object.fromEntries(
      tagPages
        .flatMap(({ Tags }) => Tags ?? [])
        .map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]),
    ),
  };
}

/** The other keys of a multi-Region key. */
function relatedTo(arn: string, { MultiRegion, MultiRegionConfiguration }: KeyMetadata): string[] {
  if (!MultiRegion) return [];
  const { PrimaryKey, ReplicaKeys = [] } = MultiRegionConfiguration ?? {};
  const all = [PrimaryKey, ...ReplicaKeys].map((one) => {
    if (one?.Arn) return one.Arn;
    throw notWhole(LIVE_CALLS.describeKey.action, "the keys related to a multi-Region key");
  });
  return all.filter((one) => one !== arn);
}

/** The ARN of a customer managed key that is given by id, ARN or alias. Null for an AWS managed key. */
async function customerKey(KeyId: string, access: AccountAccess): Promise<string | null> {
  if (KeyId.startsWith("alias/aws/")) return null;
  // A key given by its ARN may belong to another account, and only that account may describe it. An AWS managed key serves only its
  // own account.
  if (isKeyArn(KeyId) && parseArn(KeyId)?.account !== parseArn(access.callerArn)?.account) {
    return KeyId;
  }
  const { KeyMetadata } = await describedKey(KeyId, access);
  if (!KeyMetadata?.Arn) throw notWhole(LIVE_CALLS.describeKey.action, "a key");
  return KeyMetadata.KeyManager === "AWS" ? null : KeyMetadata.Arn;
}

const described = memoize((_: AccountAccess) => new Map<string, Promise<DescribeKeyResponse>>());

/** Describes a key once for each access, because many secrets share a key. */
export function describedKey(KeyId: string, access: AccountAccess): Promise<DescribeKeyResponse> {
  return getOrMake(described(access), KeyId, () => ask(LIVE_CALLS.describeKey, access, { KeyId }));
}

function isKeyArn(text: string): boolean {
  return parseArn(text)?.resource.startsWith("key/") ?? false;
}

export function notWhole(action: string, what: string): UnreadError {
  return new UnreadError(action, `AWS answered without ${what}`);
}
