import type { ResolvedAccount } from "eks-pod-secrets/grant";
import type { Found, Holder } from "../found";

/** What a person has decided. */
export interface Decisions {
  /** ID of the inventory. */
  id: string;
  /** The accounts, with the names that the person chose. */
  accounts: readonly AdoptedAccount[];
  /** Tools, or their addresses, that hold nothing any more, whatever their states say. */
  letGo: readonly string[];
  /** Names of secrets whose policies are taken over although somebody loses access. */
  takeOver: readonly string[];
}

export type AdoptedAccount = Pick<
  ResolvedAccount,
  "deployRole" | "id" | "name" | "profile" | "region"
>;

/** What was found, what was decided, and who reads today. */
export interface Situation {
  found: Found;
  decisions: Decisions;
  today: ReadersToday;
}

/** Why something is not taken over. */
export interface Obstacle {
  why: string;
  /** What to do next. */
  next: string;
  /** The tools that must forget it first. */
  heldBy?: Holder[];
}

/** Something that is not taken over. */
export interface Left extends Obstacle {
  /** The object, by name. */
  what: string;
}

/** Who reads which secrets. */
export interface Readings {
  /** ARNs of roles and users, or words, by the ARN of the secret. */
  who: ReadonlyMap<string, readonly string[]>;
  /** Why others may read a secret, by its ARN. */
  reasons: ReadonlyMap<string, string>;
}

export interface ReadersToday extends Readings {
  /** ARNs of roles and users that may change policies, and so can always let themselves in. */
  policyChangers: readonly string[];
}
