import { isDeepStrictEqual } from "node:util";
import type { ResolvedGrant } from "eks-pod-secrets/grant";
import type { Seen } from "../step";
import type { AccountsRead, FoundObject, ObjectFacts } from "./account-facts";
import { ifSeen } from "./seen";

type Versioned = Pick<ResolvedGrant, "kind" | "version" | "versionStage">;

/** The id, number or label with which a grant pins a version other than the current one. */
export function pinnedVersion({ kind, version, versionStage }: Versioned): string | undefined {
  const label = kind === "secret" && versionStage === "AWSCURRENT" ? undefined : versionStage;
  return version ?? label;
}

/** The version that a grant reads; undefined if it does not exist. */
export function readVersion(
  { kind, version, versionStage }: Partial<Versioned>,
  { versions }: Pick<FoundObject, "versions">,
): FoundObject["versions"][number] | undefined {
  if (version !== undefined) return versions.find(({ id }) => id === version);
  const label = versionStage ?? (kind === "secret" ? "AWSCURRENT" : undefined);
  if (label !== undefined) return versions.find(({ labels }) => labels.includes(label));
  return versions.toSorted((one, other) => Number(other.id) - Number(one.id))[0];
}

/** The key of a pinned version, as AWS names it; undefined if it is the object's own. */
export function keyOfPinned(
  grant: ResolvedGrant,
  found: FoundObject,
): Seen<string | undefined> | undefined {
  const pinned = pinnedVersion(grant);
  const read = readVersion(grant, found);
  // If there is no such version, that is the problem.
  if (pinned === undefined || !read) return undefined;
  const keysOf = ({ keys = [] }: Partial<typeof read> = {}) => keys.toSorted();
  const keys = keysOf(read);
  const inForce = keysOf(readVersion({ kind: grant.kind }, found));
  if (keys.length > 0 && isDeepStrictEqual(keys, inForce)) return undefined;
  if (keys.length === 1) return { value: keys[0] };
  const names = keys.join(", ") || "none";
  return {
    unseen: `which key opens version ${pinned} of ${grant.kind} ${grant.target.id} is not known: AWS names ${names}`,
  };
}

/** What was read from the accounts, with pinned objects under their version's key. */
export function underPinned(accounts: AccountsRead, objects: readonly ObjectFacts[]): AccountsRead {
  const keys = new Map(
    objects.flatMap(({ grant, key, object }) => {
      const arn = pinnedVersion(grant) === undefined ? undefined : ifSeen(object)?.arn;
      return arn !== undefined && "value" in key ? [[arn, key.value?.arn ?? null] as const] : [];
    }),
  );
  if (keys.size === 0) return accounts;
  const under = <One extends { arn: string }>(one: One): One =>
    keys.has(one.arn) ? { ...one, key: keys.get(one.arn) } : one;
  const { documents } = accounts;
  const secrets = documents.secrets?.map(under) ?? null;
  const parameters = documents.parameters?.map(under) ?? null;
  return { ...accounts, documents: { ...documents, secrets, parameters } };
}

/** What a grant's files must contain. */
export interface Wanted {
  version: string;
  /** The secret's full ARN. Absent if it was not read. */
  arn?: string;
}

/** The version that a grant's files must have, according to its owner's account. */
export async function wantedVersion(
  grant: ResolvedGrant,
  read: (grant: ResolvedGrant, region: string) => Promise<Seen<FoundObject | undefined>>,
): Promise<Seen<Wanted>> {
  const { kind, target, version, versionStage = "AWSCURRENT" } = grant;
  if (version !== undefined) return { value: { version } };
  const object = await read(grant, target.region);
  if (!("value" in object)) return object;
  const found = object.value && readVersion(grant, object.value);
  if (object.value && found) return { value: { version: found.id, arn: object.value.arn } };
  const what = object.value ? `has no version ${versionStage}` : "is not there";
  return { unseen: `${kind} ${target.id} ${what}` };
}
