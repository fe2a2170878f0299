import type { ResolvedGrant } from "eks-pod-secrets/grant";
import type { Seen } from "../step";
import type { FoundObject } from "./account-facts";

type Versioned = Pick<ResolvedGrant, "kind" | "version" | "versionStage">;

/** The id, number or label by which a grant reads another version than that in force. */
export function pinnedVersion({ kind, version, versionStage }: Versioned): string | undefined {
  const label = kind === "secret" && versionStage === "AWSCURRENT" ? undefined : versionStage;
  return version ?? label;
}

/** The version that a grant reads; undefined where there is none. */
export function readVersion(
  { kind, version, versionStage }: Partial<Versioned>,
  { versions }: Pick<FoundObject, "versions">,
): FoundObject["versions"][number] | undefined {
  if (version !== undefined) return versions.find(({ id }) => id === version);
  const label = versionStage ?? (kind === "secret" ? "AWSCURRENT" : undefined);
  if (label !== undefined) return versions.find(({ labels }) => labels.includes(label));
  return versions.toSorted((one, other) => Number(other.id) - Number(one.id))[0];
}

/** Why it is not known which key the version that is read is under, where that may be another one than the object's own. */
export function anotherKeyOfVersion(grant: ResolvedGrant, found: FoundObject) {
  const pinned = pinnedVersion(grant);
  const read = readVersion(grant, found);
  // Where there is none, that is what is wrong.
  if (pinned === undefined || !read) return undefined;
  const keysOf = ({ keys = [] }: Partial<typeof read> = {}) => keys.toSorted().join(", ");
  const own = keysOf(read);
  if (own !== "" && own === keysOf(readVersion({ kind: grant.kind }, found))) return undefined;
  const under = own === "" ? "" : `: AWS names ${own}`;
  const unseen = `version ${pinned} of ${grant.kind} ${grant.target.id} may be under another key than the one in force, and doctor does not look at that${under}`;
  return { unseen };
}

/** What a grant's files must be of. */
export interface Wanted {
  version: string;
  /** The secret's full ARN. None: it was not asked for. */
  arn?: string;
}

/** The version that a grant's files must be of, as its owner's account says. */
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
