import type { ParameterHistory } from "@aws-sdk/client-ssm";
import {
  parseArn,
  type ResolvedGrant,
  type ResolvedParameter,
  type ResolvedSecret,
} from "eks-pod-secrets/grant";
import type { ParameterDocuments, SecretDocuments } from "iam-proof";
import { getOrMake } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "../../documents/live/calls";
import { askAllPages, orUnread } from "../../documents/live/live-call";
import {
  describedKey,
  describedParameter,
  describedSecret,
  notWhole,
  parameterDocuments,
  secretDocuments,
} from "../../documents/live/owned-objects";
import { accessTo, type ReachedAccount } from "../../documents/live/reached-account";
import { attempt, noteUnread, type Unread } from "../../documents/live/unread";
import type { Seen } from "../step";
import type { FoundObject, KeyFacts } from "./account-facts";
import { pinnedVersion } from "./read-version";
import { seenOf } from "./seen";

/** A secret or parameter that exists. */
export interface ReadObject extends FoundObject {
  /** Its key as AWS names it: id, ARN or alias. */
  keyId?: string;
  /** Reads what decides who may read it. `key`: its key, if AWS cannot describe it. */
  documents(unread: Unread[], key: string | null): Promise<ObjectDocuments>;
}

export interface ObjectDocuments {
  secret?: SecretDocuments;
  parameter?: ParameterDocuments;
}

/** Reads a granted object in one region, without its value and policies; undefined if it does not exist. */
export type ReadGranted = (
  grant: ResolvedGrant,
  region: string,
) => Promise<Seen<ReadObject | undefined>>;

/** Returns a function that reads each secret and parameter of a region once, however many readers have a grant. */
export function grantedReader(accounts: readonly ReachedAccount[]): ReadGranted {
  const known = new Map<string, ReturnType<ReadGranted>>();
  return (grant, region) => {
    const { kind, target } = grant;
    const { account, id } = target;
    return getOrMake(known, `${kind} ${account.id} ${id} ${region}`, async () => {
      if ("external" in target && target.external) {
        return { unseen: `others own ${kind} ${id}, and they alone can look at it` };
      }
      return seenOf(account, () => {
        const access = accessTo(accounts, account.id, region);
        return grant.kind === "secret"
          ? readSecret(grant.target, access)
          : readParameter(grant.target, access);
      });
    });
  };
}

export async function readSecret(
  secret: ResolvedSecret,
  access: AccountAccess,
): Promise<ReadObject | undefined> {
  const found = await describedSecret(secret, access);
  if (!found) return undefined;
  const { ARN: arn, DeletedDate: deletedOn, KmsKeyId, VersionIdsToStages = {} } = found;
  const isReplica = (found.PrimaryRegion ?? access.region) !== access.region;
  const labelled = Object.entries(VersionIdsToStages).map(([id, labels]) => ({ id, labels }));
  const versions = isPinned(secret) && !deletedOn ? await everyVersion(arn, access) : labelled;
  // AWS tells nothing more about a deleted one.
  if (deletedOn) return { arn, deletedOn, versions, documents: async () => ({}) };
  return {
    ...{ arn, isReplica, versions, keyId: KmsKeyId },
    documents: async (unread, key) => {
      const { account, id, sealed } = secret;
      const read = await secretDocuments(found, access, (_, part, error) => {
        const open = { kind: "secret" as const, arn, part };
        noteUnread({ account, unread }, `the ${part} of secret ${id}`, open, error);
      });
      return { secret: { ...read, key: read.key ?? key, sealed } };
    },
  };
}

/** All versions, including those without a label, which can be read by id. */
async function everyVersion(SecretId: string, access: AccountAccess) {
  const call = LIVE_CALLS.listSecretVersionIds;
  const pages = await askAllPages(call, access, { SecretId, IncludeDeprecated: true });
  return pages.flatMap(({ Versions }) => {
    if (!Versions) throw notWhole(call.action, "a list");
    return Versions.map(({ KmsKeyIds: keys = [], VersionId: id = "", VersionStages = [] }) => ({
      ...{ id, keys, labels: VersionStages },
    }));
  });
}

type HistoricVersion = Pick<ParameterHistory, "KeyId" | "Labels" | "Version">;

export async function readParameter(
  parameter: ResolvedParameter,
  access: AccountAccess,
): Promise<ReadObject | undefined> {
  const found = await describedParameter(parameter, access);
  if (!found) return undefined;
  const { account, arn, id, name: Name } = parameter;
  const asked = { Name, WithDecryption: false };
  const history: { Parameters?: HistoricVersion[] }[] = isPinned(parameter)
    ? await askAllPages(LIVE_CALLS.getParameterHistory, access, asked)
    : [{ Parameters: [found] }];
  const versions = history
    .flatMap(({ Parameters }) => {
      if (!Parameters) throw notWhole(LIVE_CALLS.getParameterHistory.action, "a list");
      return Parameters;
    })
    .map(({ KeyId = "", Labels = [], Version }) => ({
      ...{ id: String(Version), labels: Labels, keys: [KeyId] },
    }));
  return {
    ...{ arn, versions, keyId: found.KeyId },
    documents: async (unread) => {
      const open = { kind: "parameter" as const, arn };
      const parameter = await attempt({ account, unread }, `parameter ${id}`, open, () =>
        parameterDocuments(arn, found, access, () => {
          // Former keys do not matter for reading the current version.
        }),
      );
      return parameter ? { parameter } : {};
    },
  };
}

function isPinned({ grants }: ResolvedSecret | ResolvedParameter): boolean {
  return grants.some((one) => pinnedVersion(one) !== undefined);
}

/** AWS's names for a key that it manages, for an object and for a version of a secret. */
const AWS_MANAGED = /^alias\/aws\/|^DefaultEncryptionKey$/;

/** The customer managed key of a granted object, read in the key's own account; undefined if there is none. */
export async function keyOf(
  { keyId }: Pick<ReadObject, "keyId">,
  { account, region }: { account: string; region: string },
  accounts: readonly ReachedAccount[],
): Promise<Seen<KeyFacts | undefined>> {
  if (!keyId || AWS_MANAGED.test(keyId)) return { value: undefined };
  const place = parseArn(keyId) ?? { account, region };
  const owner = accounts.find((one) => one.account.id === place.account)?.account;
  return seenOf(owner, () => keyFacts(keyId, accessTo(accounts, place.account, place.region)));
}

export function keyFacts(keyId: string, access: AccountAccess): Promise<KeyFacts | undefined> {
  const read = async () => {
    const { KeyMetadata } = await describedKey(keyId, access);
    const { Arn, DeletionDate, KeyManager, KeyState } = KeyMetadata ?? {};
    if (!Arn || !KeyState) throw notWhole(LIVE_CALLS.describeKey.action, "the state of a key");
    return KeyManager === "AWS"
      ? undefined
      : { arn: Arn, state: KeyState, ...(DeletionDate && { deletedOn: DeletionDate }) };
  };
  return orUnread(read, (error) => {
    if (error.code !== "NotFoundException") throw error;
    const { account, partition } = parseArn(access.callerArn) ?? {};
    const own = `arn:${partition}:kms:${access.region}:${account}:key/${keyId}`;
    return { arn: keyId.startsWith("arn:") ? keyId : own, state: "Deleted" };
  });
}
