import { readerKey } from "../../../grant/landing-zone/reader";
import type { AccessDocuments } from "../../domain/documents";
import type { Question } from "../claims/claim";
import { grantAvailable } from "../claims/grant-available";
import { findGrantPath } from "../claims/grant-path";
import { readExclusive } from "../claims/read-exclusive";
import type { DeclaredReader, Deployment } from "../documents/deployment";
import { contextArns, readTarget } from "../documents/read-target";
import type { Removal } from "./removals";

/** A claim that depends on one document. */
export interface DependentClaim {
  /** Whether it claims that something is allowed; all others claim that nothing more is. */
  asksForAccess: boolean;
  /** Whether it uses the assumption about the readers' trust policies. */
  trustsReaders: boolean;
  /** The part of the document that it is about; undefined where it depends on all of it. */
  extract?: Extract;
  /** Asks it about a deployment with changed policies. Undefined where it fails whatever the policies say. */
  question(deployment: Deployment): Question | undefined;
}

/** The statements of a document that a claim depends on, and what else it does. */
export interface Extract {
  /** The same for extracts of the same statements. */
  name: string;
  /** Positions of the statements that matter, where these parts may be missing. */
  statements(missing: readonly Removal[]): number[];
  /** Whether the claim is asked about the parts of this statement. */
  asks(statement: number): boolean;
  slice(deployment: Deployment): AccessDocuments;
  /** What tells the claim apart within the slice. */
  about: string[];
}

/**
 * The claims that the secrets are read by those who should, and by nobody else. With `readers`, only these are asked whether they
 * can read: all others can, whatever the document says. `about` tells claims about one secret apart.
 */
export function readClaims(
  deployment: Deployment,
  arns: string[],
  readers?: readonly DeclaredReader[],
): (DependentClaim & { about: string[] })[] {
  return arns.flatMap((arn) => {
    if (!readTarget(deployment, arn)) return [];
    // AWS does not say which copy's ARN is in the context of a decryption: what lets in each of them is needed.
    const contexts = contextArns(deployment, arn);
    const concerned = readers?.map(readerKey);
    const isConcerned = (reader: DeclaredReader) => concerned?.includes(readerKey(reader)) ?? true;
    const available = deployment
      .readersOf(arn)
      .filter(isConcerned)
      .flatMap((reader) =>
        contexts.map((contextArn) => ({
          about: [reader.clusterArn, reader.namespace, reader.serviceAccount, contextArn],
          asksForAccess: true,
          trustsReaders: false,
          question: (changed: Deployment) => {
            const path = findGrantPath(changed, reader, arn);
            return "refuted" in path
              ? undefined
              : grantAvailable(changed, reader, path.association, path.target, contextArn);
          },
        })),
      );
    const exclusive = claimNothingMore((changed) => {
      const target = readTarget(changed, arn);
      return target && readExclusive(changed, target);
    });
    return [...available, { ...exclusive, about: [] }];
  });
}

/** Makes a claim that nothing more is allowed. */
export function claimNothingMore(question: DependentClaim["question"]): DependentClaim {
  return { asksForAccess: false, trustsReaders: false, question };
}
