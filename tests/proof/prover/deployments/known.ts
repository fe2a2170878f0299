import type { ClaimId } from "../../../../proof/prover/claims/claim";
import type { AccessDocuments } from "../../pods";
import { oneReader } from "./deployment";
import { KEY, ROLE, SECRET } from "./names";

/** A deployment as somebody else would write it, and what is known of it by reasoning. */
export interface KnownDeployment {
  title: string;
  documents: AccessDocuments;
  /** Assumptions that are not made. */
  drop?: string[];
  /** Claims that fail, with what the subject's ARN ends in; every other one is proved. */
  refuted?: [claim: ClaimId, subject: string][];
}

type Known = Omit<KnownDeployment, "title">;

/** Deployments by their titles. */
export function named(known: Record<string, Known>): KnownDeployment[] {
  return Object.entries(known).map(([title, one]) => ({ title, ...one }));
}

/** A deployment for each of the values. */
export function each<T>(values: T[], named: (value: T) => [title: string, Known]) {
  return Object.fromEntries(values.map(named));
}

/**
 * What is known of documents: every claim is proved but those that are named before them, as
 * `secret-bounded role-contained:ARN`. A claim without an ARN is of the one reader's secret, key or role.
 */
export function known(...[first, second]: [AccessDocuments] | [string, AccessDocuments]): Known {
  if (typeof first !== "string") return { documents: first };
  const refuted = first.split(" ").map((claim) => {
    const [id = "", subject] = claim.split(/:(.*)/);
    return [id, subject ?? subjectOf(id)] as [ClaimId, string];
  });
  return { documents: second ?? {}, refuted };
}

/** What is known of documents of a kind: as `known`, with what the documents are made of in their place. */
export function knownOf<Parts extends unknown[]>(build: (...parts: Parts) => AccessDocuments) {
  return (...[first, ...others]: Parts | [claims: string, ...Parts]): Known =>
    typeof first === "string"
      ? known(first, build(...(others as Parts)))
      : known(build(...([first, ...others] as Parts)));
}

/** What is known of the one reader that differs in these parts. */
export const one = knownOf(oneReader);

/** The same without an assumption. */
export function without(assumption: string, known: Known): Known {
  return { ...known, drop: [assumption] };
}

function subjectOf(claim: string): string {
  if (claim.startsWith("role-")) return ROLE;
  return claim === "key-bounded" ? KEY : SECRET;
}
