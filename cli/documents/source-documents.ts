import { type AccessDocuments, wayKey } from "eks-pod-secrets/access";
import { documentsOfOthers, waysOfReader } from "eks-pod-secrets/access/landing-zone";
import type { InventoryFile, LandingZone } from "eks-pod-secrets/grant";
import type { AssignedArns } from "eks-pod-secrets/policy";
import type { Gap } from "iam-proof";
import { isOtherWay } from "iam-proof/domain";
import { firstOf } from "../terminal/printed-text";
import type { BesideDocuments } from "./beside-shape";
import type { ReadCompute } from "./live/compute";
import type { LiveOrganization } from "./live/organization";
import type { Unread } from "./live/unread";

/** The documents of a source, and what to know about them. */
export interface SourceDocuments {
  /** What reports call the documents. */
  title: string;
  documents: AccessDocuments;
  /** With every other role and association that might read: what `read-exclusive` asks about. Defaults to `documents`. */
  everyone?: AccessDocuments;
  /** What is not known about the documents. Defaults to nothing. */
  gaps?: Gap[];
  /** Principals of the owners' accounts whose policies let them change the documents. If absent, nobody knows them. */
  policyChangers?: string[];
  /** What stands beside the documents. The search for changes uses it. */
  beside?: BesideDocuments;
  notes: string[];
  /** The inventory that the grants were taken from. */
  zone?: LandingZone;
  /** The documents that this inventory leads to, as far as they are certain. Absent if these are the documents already. */
  declared?(): Promise<AccessDocuments>;
  /** The files of that inventory. */
  files?: InventoryFile[];
  /** How the documents were read, if they can change in the meantime. */
  live?: LiveReading;
}

/** A reading of accounts, which takes time. */
export interface LiveReading {
  from: Date;
  to: Date;
  /** The reads that failed. */
  unread: Unread[];
  /** Reads what only changes ask for: what runs with a role, and who may act for the organization. */
  beyond(): Promise<ReadCompute & { organization?: LiveOrganization }>;
  /** Reads everything once more. */
  again(): Promise<SourceDocuments>;
}

/**
 * Documents that were read, plus those that others are assumed to deploy. `isRead` says whether the account of a role or cluster
 * was read: what is missing there does not exist. Defaults to never.
 */
export function withOthers(
  documents: AccessDocuments,
  zone: LandingZone,
  arns: AssignedArns,
  isRead: (arn: string) => boolean = () => false,
): AccessDocuments {
  const { keys, roles, secrets } = documentsOfOthers(zone, arns);
  const there = new Set((documents.associations ?? []).map(wayKey));
  const associations = zone.externalReaders.flatMap((reader) => waysOfReader(reader, arns));
  return {
    ...documents,
    keys: [...(documents.keys ?? []), ...keys],
    secrets: [...(documents.secrets ?? []), ...secrets],
    roles: [...(documents.roles ?? []), ...roles.filter(({ arn }) => !isRead(arn))],
    associations: [
      ...(documents.associations ?? []),
      ...associations.filter(
        (one) => !there.has(wayKey(one)) && (isOtherWay(one) || !isRead(one.clusterArn)),
      ),
    ],
  };
}

/** Notes on what is assumed in an inventory's documents. */
export function notesOfOthers({ externalReaders: all, externalSecrets }: LandingZone): string[] {
  const externalReaders = all.filter(({ formerOf }) => formerOf === undefined);
  const formers = all.filter(({ formerOf }) => formerOf !== undefined);
  const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);
  return [
    ...(formers.length > 0
      ? [
          `${firstOf(ids(formers), 5)}: unless --live reads it, such a role is taken to be as this package makes roles, and nothing is claimed about it`,
        ]
      : []),
    ...(externalSecrets.length > 0
      ? [
          `others own ${firstOf(ids(externalSecrets), 5)}: their policies are taken to be as plan asks for them, and nothing is claimed about these secrets and their keys; their owner's inventory proves that`,
        ]
      : []),
    ...(externalReaders.length > 0
      ? [
          `others deploy ${firstOf(ids(externalReaders), 5)}: their roles are taken to be as this package makes them, and nothing is claimed about them; the inventory that deploys them proves that`,
        ]
      : []),
  ];
}
