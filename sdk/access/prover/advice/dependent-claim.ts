import type { AccessDocuments } from "../../domain/documents";
import type { Question } from "../claims/claim";
import { grantAvailable } from "../claims/grant-available";
import { wayOf } from "../claims/grant-way";
import { readExclusive } from "../claims/read-exclusive";
import { type DeclaredReader, type Deployment, readerKey } from "../documents/deployment";
import { contextArns, readTarget } from "../documents/read-target";
import type { Removal } from "./removals";

/** A claim that a document may be needed for. */
export interface DependentClaim {
  /** Whether it asks that something be allowed; all others ask that nothing more be. */
  asksForAccess: boolean;
  /** Whether it is the stronger for what is assumed about the readers' trust policies. */
  trustsReaders: boolean;
  /** The part of the document that it is about; undefined where it depends on all of it. */
  extract?: Extract;
  /** About a deployment with other policies. Undefined where it fails whatever the policies say. */
  question(deployment: Deployment): Question | undefined;
}

/** A part of a document by which a claim about it can be settled, and what else it depends on. */
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
 * That the secrets are read by those who should, and by nobody else; each with the words that tell it apart. Of those who should
 * only the `readers`, where some are given: all others read whatever the document says.
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
          question: (of: Deployment) => {
            const way = wayOf(of, reader, arn);
            return "refuted" in way
              ? undefined
              : grantAvailable(of, reader, way.association, way.target, contextArn);
          },
        })),
      );
    const exclusive = bound((of) => {
      const target = readTarget(of, arn);
      return target && readExclusive(of, target);
    });
    return [...available, { ...exclusive, about: [] }];
  });
}

/** A claim that nothing more is allowed. */
export function bound(question: DependentClaim["question"]): DependentClaim {
  return { asksForAccess: false, trustsReaders: false, question };
}
