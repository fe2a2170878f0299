import type { AccessDocuments } from "eks-pod-secrets/access";
import type { InventoryFile, LandingZone } from "eks-pod-secrets/grant";
import type { Gap } from "iam-proof";
import type { Unread } from "./live/unread";

/** The documents of a source, and what to know about them. */
export interface SourceDocuments {
  /** How reports speak of them. */
  title: string;
  documents: AccessDocuments;
  /** With every other role and association that might read: what `read-exclusive` asks about. Defaults to `documents`. */
  everyone?: AccessDocuments;
  /** What of the documents is not known. Defaults to nothing. */
  gaps?: Gap[];
  /** Those of the owners' accounts whose policies let them change the documents. Defaults to nobody knows. */
  policyChangers?: string[];
  notes: string[];
  /** What the inventory declares that grants were taken from. */
  zone?: LandingZone;
  /** The documents that this inventory leads to, as far as they are sure. Absent where these are the documents. */
  declared?(): Promise<AccessDocuments>;
  /** The files of that inventory. */
  files?: InventoryFile[];
  /** How they were read, where they can change meanwhile. */
  live?: LiveReading;
}

/** A reading of accounts, which takes its time. */
export interface LiveReading {
  from: Date;
  to: Date;
  /** The reads that failed. */
  unread: Unread[];
  /** Reads everything once more. */
  again(): Promise<SourceDocuments>;
}
