import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import type { ParameterHistory } from "@aws-sdk/client-ssm";
import type { ResolvedParameter, ResolvedSecret } from "eks-pod-secrets/grant";
import { secretArnIn } from "eks-pod-secrets/policy";
import type { ParameterDocuments, SecretDocuments } from "iam-proof";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "../../documents/live/calls";
import { ask, askAllPages, orNothing, orUnread, UnreadError } from "../../documents/live/live-call";
import { parameterDocuments, secretDocuments } from "../../documents/live/owned-objects";
import { type Unread, unreadOf } from "../../documents/live/unread";
import type { Seen } from "../step";
import type { FoundObject, KeyFacts } from "./account-facts";
import { pinnedVersion } from "./pinned-version";
import { ifSeen, unseenOf } from "./seen";

/** A secret or parameter as it was read. */
export interface ReadObject {
  object: Seen<FoundObject | undefined>;
  /** ARN of its customer managed key; undefined where none encrypts it. */
  keyArn: Seen<string | undefined>;
  secret?: SecretDocuments;
  parameter?: ParameterDocuments;
}

const ABSENT: ReadObject = { object: { value: undefined }, keyArn: { value: undefined } };

/** Reads a secret in one region, but for its value. */
export async function readSecret(
  secret: ResolvedSecret,
  access: AccountAccess,
  unread: Unread[],
): Promise<ReadObject> {
  const { existingArn, name } = secret;
  const SecretId = existingArn ? secretArnIn(access.region, existingArn) : name;
  const found = await orNothing(() => ask(LIVE_CALLS.describeSecret, access, { SecretId }));
  if (!found) return ABSENT;
  if (!found.ARN) throw lacking(LIVE_CALLS.describeSecret, "ARN");
  const isPinned = secret.grants.some((one) => pinnedVersion(one) !== undefined);
  const keys = isPinned ? await keysOfVersions(found.ARN, access) : undefined;
  const object = { value: secretFacts(found, found.ARN, keys) };
  // AWS answers nothing more about a deleted one.
  if (found.DeletedDate) return { object, keyArn: { value: undefined } };
  let keyArn: Seen<string | undefined> | undefined;
  const documents = await secretDocuments(
    { ...found, ARN: found.ARN },
    access,
    (arn, part, error) => {
      const { account, id } = secret;
      const about = `the ${part} of secret ${id}`;
      unread.push(
        unreadOf(account, error.action, about, { kind: "secret", arn, part }, error.message),
      );
      if (part === "key") keyArn = keyNamed(found.KmsKeyId, error, access);
    },
  );
  keyArn ??= { value: documents.key ?? undefined };
  const key = ifSeen(keyArn) ?? null;
  return { object, keyArn, secret: { ...documents, key, sealed: secret.sealed } };
}

function secretFacts(
  { DeletedDate, VersionIdsToStages = {} }: DescribeSecretResponse,
  arn: string,
  keys: ReadonlyMap<string, string[]> | undefined,
): FoundObject {
  const versions = Object.entries(VersionIdsToStages).map(([id, labels]) => {
    const own = keys?.get(id);
    return { id, labels, ...(own && { keys: own }) };
  });
  return { arn, versions, ...(DeletedDate && { deletedOn: DeletedDate }) };
}

/** The keys of a secret's versions, by their ids; nothing of what cannot be read. */
function keysOfVersions(SecretId: string, access: AccountAccess): Promise<Map<string, string[]>> {
  const asked = { SecretId, IncludeDeprecated: true };
  const read = async () => {
    const pages = await askAllPages(LIVE_CALLS.listSecretVersionIds, access, asked);
    const versions = pages.flatMap(({ Versions = [] }) => Versions);
    return new Map(versions.map(({ KmsKeyIds = [], VersionId = "" }) => [VersionId, KmsKeyIds]));
  };
  return orUnread(read, () => new Map());
}

/** A key that is gone cannot be described. Secrets Manager still names it. */
function keyNamed(
  named: string | undefined,
  error: UnreadError,
  { callerArn, region }: AccountAccess,
): Seen<string | undefined> {
  if (error.code !== "NotFoundException" || !named) return unseenOf(error);
  if (named.startsWith("arn:")) return { value: named };
  const [, partition, , , account] = callerArn.split(":");
  return { value: `arn:${partition}:kms:${region}:${account}:key/${named}` };
}

type HistoricVersion = Pick<ParameterHistory, "KeyId" | "Labels" | "Version">;

/** Reads a parameter, but for its value. */
export async function readParameter(
  { account, arn, grants, id, name }: ResolvedParameter,
  access: AccountAccess,
  unread: Unread[],
): Promise<ReadObject> {
  const pages = await askAllPages(LIVE_CALLS.describeParameters, access, {
    ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }],
  });
  const [found] = pages.flatMap(({ Parameters }) => Parameters ?? []);
  if (!found) return ABSENT;
  const isPinned = grants.some((one) => pinnedVersion(one) !== undefined);
  const asked = { Name: name, WithDecryption: false };
  const history: { Parameters?: HistoricVersion[] }[] = isPinned
    ? await askAllPages(LIVE_CALLS.getParameterHistory, access, asked)
    : [{ Parameters: [found] }];
  const versions = history
    .flatMap(({ Parameters = [] }) => Parameters)
    .map(({ KeyId, Labels = [], Version }) => ({
      ...{ id: String(Version), labels: Labels },
      ...(isPinned && { keys: [KeyId ?? "no key"] }),
    }));
  const object = { value: { arn, versions } };
  try {
    const parameter = await parameterDocuments(arn, { ...found, Name: name }, access, () => {
      // Former keys decide nothing for whoever reads the version in force.
    });
    return { object, parameter, keyArn: { value: parameter.key ?? undefined } };
  } catch (error) {
    if (!(error instanceof UnreadError)) throw error;
    const open = { kind: "parameter" as const, arn };
    unread.push(unreadOf(account, error.action, `parameter ${id}`, open, error.message));
    return { object, keyArn: keyNamed(found.KeyId, error, access) };
  }
}

/** Whether a key can be used, asked with credentials of its account. */
export async function keyFacts(arn: string, access: AccountAccess): Promise<KeyFacts> {
  try {
    const { KeyMetadata } = await ask(LIVE_CALLS.describeKey, access, { KeyId: arn });
    const { DeletionDate, KeyState } = KeyMetadata ?? {};
    if (!KeyState) throw lacking(LIVE_CALLS.describeKey, "KeyState");
    return { arn, state: KeyState, ...(DeletionDate && { deletedOn: DeletionDate }) };
  } catch (error) {
    if (error instanceof UnreadError && error.code === "NotFoundException") {
      return { arn, state: "Deleted" };
    }
    throw error;
  }
}

export function lacking({ action }: { action: string }, member: string): UnreadError {
  return new UnreadError(action, `the answer has no ${member}`);
}
