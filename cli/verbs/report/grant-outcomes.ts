import {
  type AccessDocuments,
  mayRead,
  type PodSessionAnswer,
  podSession,
} from "eks-pod-secrets/access";
import {
  type LandingZone,
  parseArn,
  type ResolvedGrant,
  type ResolvedReader,
  readerKey,
} from "eks-pod-secrets/grant";
import { type AssignedArns, secretArnIn } from "eks-pod-secrets/policy";
import type { Decision } from "iam-proof";
import { managedKeyPolicy } from "iam-proof/domain";
import { viaServiceOf } from "iam-proof/prover";
import { nodeId } from "../../picture/graph";
import { foreignDocument } from "./documents";
import type { PageDocument, Reading, StatementPlace } from "./page-data";

const NO_SESSION: PodSessionAnswer = {
  exists: false,
  reason: "no Pod Identity association names the service account",
  decisions: [],
};

/**
 * The outcome of every grant, by evaluating its pod's requests: creating the session, fetching the value, and decrypting it. Adds
 * to `pages` documents that the decisions name and `pages` lacks.
 */
export function grantOutcomes(
  zone: LandingZone,
  documents: AccessDocuments,
  arns: AssignedArns,
  pages: PageDocument[],
): Reading[] {
  const places = new Map(pages.map(({ title }, index) => [title, index]));
  const present = (documents.associations ?? []).filter(({ former }) => !former);
  // If there is an association, EKS's webhook gives a pod no token in addition.
  const inOrder = [...present].sort((a, b) => Number(!a.webIdentity) - Number(!b.webIdentity));
  const associations = new Map(inOrder.map((one) => [readerKey(one), one] as const));
  return [...zone.readers, ...zone.externalReaders].flatMap((reader) => {
    const association = associations.get(readerKey(reader));
    const session = association ? podSession(documents, association) : NO_SESSION;
    return reader.grants.flatMap((grant) =>
      grant.regions.map((region) => reading(reader, grant, region, session)),
    );
  });

  function reading(
    reader: ResolvedReader,
    grant: ResolvedGrant,
    region: string,
    session: PodSessionAnswer,
  ): Reading {
    const arn = arnIn(grant, region, arns);
    const read = session.exists ? mayRead(documents, session.session, arn) : undefined;
    const isAllowed = read?.decision === "allowed";
    const decisions = [...session.decisions, read?.fetch, read?.decrypt];
    return {
      reader: nodeId.reader(reader),
      target: nodeId.target(grant),
      arn,
      region,
      isAllowed,
      reason: isAllowed ? "" : session.exists ? (read?.reason ?? "") : session.reason,
      why: decisions
        .flatMap((decision) => (decision ? matched(decision, arn) : []))
        .filter(isFirst),
    };
  }

  function matched(decision: Decision, arn: string): StatementPlace[] {
    return decision.statements
      .filter((one) => one.matched)
      .map(({ document, index }) => ({ document: placeOf(document, arn), statement: index }));
  }

  function placeOf(title: string, arn: string): number {
    const known = places.get(title);
    if (known !== undefined) return known;
    // The only document that is in no account: AWS's own.
    const policy = managedKeyPolicy(parseArn(arn)?.account ?? "", viaServiceOf(arn));
    places.set(title, pages.length);
    return pages.push(foreignDocument(title, policy.document)) - 1;
  }
}

/** The ARN that is read in a region: the secret's own, or that of its replica. */
function arnIn(grant: ResolvedGrant, region: string, arns: AssignedArns): string {
  if (grant.kind === "parameter") return grant.target.arn;
  const primary = arns.secretArn(grant.target);
  return region === grant.target.region ? primary : secretArnIn(region, primary);
}

function isFirst(place: StatementPlace, index: number, all: StatementPlace[]): boolean {
  return (
    all.findIndex(
      ({ document, statement }) => document === place.document && statement === place.statement,
    ) === index
  );
}
