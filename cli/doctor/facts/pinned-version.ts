import type { ResolvedGrant } from "eks-pod-secrets/grant";
import type { FoundObject } from "./account-facts";

type Versioned = Pick<ResolvedGrant, "kind" | "version" | "versionStage">;

/** The id, number or label by which a grant reads another version than that in force. */
export function pinnedVersion({ kind, version, versionStage }: Versioned): string | undefined {
  const label = kind === "secret" && versionStage === "AWSCURRENT" ? undefined : versionStage;
  return version ?? label;
}

/** Why it is not known which key the version that is read is under, where that may be another one than the object's own. */
export function anotherKeyOfVersion(grant: ResolvedGrant, { versions }: FoundObject) {
  const pinned = pinnedVersion(grant);
  if (pinned === undefined) return undefined;
  const read = versions.find(({ id, labels }) => id === pinned || labels.includes(pinned));
  // Where there is none, that is what is wrong.
  if (!read) return undefined;
  const newest = versions.reduce((one, other) => (Number(other.id) > Number(one.id) ? other : one));
  const inForce =
    grant.kind === "secret" ? versions.find(({ labels }) => labels.includes("AWSCURRENT")) : newest;
  const keysOf = (version: typeof inForce) => version?.keys?.toSorted().join(", ") ?? "";
  if (keysOf(read) !== "" && keysOf(read) === keysOf(inForce)) return undefined;
  const under = keysOf(read) === "" ? "" : `: AWS names ${keysOf(read)}`;
  const unseen = `version ${pinned} of ${grant.kind} ${grant.target.id} may be under another key than the one in force, and doctor does not look at that${under}`;
  return { unseen };
}
