import type { AccessDocuments, Misunderstood } from "../../sdk/access";
import type { LandingZone } from "../../sdk/grant";

/** The documents of a source, and what to know about them. */
export interface SourceDocuments {
  /** How reports speak of them. */
  title: string;
  documents: AccessDocuments;
  /** With every other role and association that might read: what `read-exclusive` asks about. Defaults to `documents`. */
  everyone?: AccessDocuments;
  /** Roles and users of which `everyone` does not tell all. Defaults to none. */
  misunderstood?: Misunderstood[];
  /** Those of the owners' accounts whose policies let them change the documents. Defaults to nobody knows. */
  policyChangers?: string[];
  notes: string[];
  /** What the inventory declares that grants were taken from. */
  zone?: LandingZone;
}
