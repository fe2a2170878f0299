import type { ReaderIdentity, ResolvedAccount } from "eks-pod-secrets/grant";
import type { FoundClass, FoundPolicy, FoundRole, Holder } from "../found";
import type { FoundPod } from "./pods";
import type { FoundRead } from "./reads";

/** What a person has decided. */
export interface Decisions {
  /** Id of the inventory. */
  id: string;
  /** The accounts by names of one's own. */
  accounts: readonly AdoptedAccount[];
  /** Tools, or addresses of theirs, that hold nothing any more, whatever their states say. */
  letGo: readonly string[];
  /** Names of secrets whose policies are taken over though somebody loses access. */
  takeOver: readonly string[];
}

export type AdoptedAccount = Pick<
  ResolvedAccount,
  "deployRole" | "id" | "name" | "profile" | "region"
>;

/** Why something is not taken over. */
export interface Obstacle {
  why: string;
  /** The way on. */
  next: string;
  /** Who must forget it first. */
  heldBy?: Holder[];
}

/** Something that is not taken over. */
export interface Left extends Obstacle {
  /** What it is, by name. */
  what: string;
}

/** A pod that becomes a reader. */
export interface ReaderPlan {
  id: string;
  pod: FoundPod;
  identity: ReaderIdentity;
  /** The role that is kept; undefined where the reader gets a new one. */
  role: FoundRole | undefined;
  kept: FoundPolicy[];
  /** The role as which its pods read until they are replaced, and whether its sessions have no tags. */
  former: { role: string; isWithoutTags: boolean } | undefined;
  target: FoundRole | undefined;
  /** The SecretProviderClass that becomes the reader's. */
  providerClass: FoundClass | undefined;
  /** Its name, or the one that the reader's own class gets. */
  className: string;
  reads: FoundRead[];
  /** What a person must decide or know. */
  marks: string[];
}

/** Who reads today. */
export interface ReadersToday {
  /** ARNs of roles and users, or words, by the secret's ARN. */
  who: ReadonlyMap<string, readonly string[]>;
  /** ARNs of roles and users that may change policies, and so can always let themselves in. */
  policyChangers: readonly string[];
}
