import {
  type Claim,
  type ClaimId,
  type Counterexample,
  settle,
} from "../../../../../proof/prover/claims/claim";
import { accountOf, type Deployment } from "../../../../../proof/prover/documents/deployment";
import { type AccessDocuments, deploymentOf, evaluate } from "../../../../proof/pods";
import { allowsNoMore, areEquivalent } from "./equivalence";
import type { JudgedDocument } from "./judged-documents";
import { isRemoval, type Mutant, mutantsOf } from "./mutants";
import { isFormer } from "./sample";

/** The verdict on a mutant. */
export type Verdict =
  /** A claim is refuted by a request that the evaluator allows although it should not, or denies although it should not. */
  | { verdict: "refuted"; claim: ClaimId; counterexample: Counterexample }
  /** The mutant and the document give the same answer to every request. */
  | { verdict: "equivalent" }
  /** It changes only parts that no claim needs: without each of them, each claim still holds for the document. */
  | { verdict: "unneeded"; parts: string[] }
  /** It allows nothing more, and the document grants nobody anything. */
  | { verdict: "narrower" }
  /** The owner's account could no longer administer its key. AWS refuses that itself. */
  | { verdict: "locks the owner out" }
  | { verdict: "survived"; reasons: string[] };

/** Assumptions of claims. A second lock must hold without them. */
const VIEWS: ReadonlySet<string>[] = [new Set(), new Set(["reader-trust"])];
const MILLISECONDS = 60_000;

/** Judges a mutant of a document by every claim that depends on the document. */
export async function judge(
  documents: AccessDocuments,
  judged: JudgedDocument,
  mutant: Mutant,
): Promise<Verdict> {
  const { reasons, refuted } = await asked(documents, judged, mutant);
  if (refuted) return { verdict: "refuted", ...refuted };
  if (locksOut(documents, judged, mutant)) return { verdict: "locks the owner out" };
  if (reasons.length > 0) return { verdict: "survived", reasons };
  const parts = await unneededParts(documents, judged, mutant);
  if (parts) return { verdict: "unneeded", parts };
  if (isFormer(judged) && (await allowsNoMore(documents, judged, documentOf(judged, mutant)))) {
    return { verdict: "narrower" };
  }
  // If something was removed, the verdict must name it. It is not enough that nothing changes.
  const isSame =
    !isRemoval(mutant) && (await areEquivalent(documents, judged, documentOf(judged, mutant)));
  return isSame ? { verdict: "equivalent" } : { verdict: "survived", reasons };
}

/** The first claim that a mutant refutes, or why claims that could not be settled are unknown. */
async function asked(
  documents: AccessDocuments,
  judged: JudgedDocument,
  mutant: Mutant,
): Promise<{
  refuted?: { claim: ClaimId; counterexample: Counterexample };
  reasons: string[];
}> {
  const mutated = mutatedDocuments(documents, judged, mutant);
  const reasons: string[] = [];
  for (const [view, dropped] of VIEWS.entries()) {
    const slice = sliceOf(judged, mutated, dropped);
    const claims = judged.claims(slice);
    for (const [index, { question, trustsReaders }] of claims.entries()) {
      const asked = view === 0 || trustsReaders ? question(slice) : undefined;
      if (!asked) continue;
      const found = await settle(withoutPreferences(asked), MILLISECONDS);
      if (found.result === "unknown") reasons.push(`${found.claim}: ${found.reason}`);
      if (found.result !== "refuted" || !found.counterexample) continue;
      // Without the assumption, a claim that needs it is refuted for the unchanged document too.
      if (view > 0 && !(await baseline(documents, judged, dropped))[index]) continue;
      return { refuted: { claim: found.claim, counterexample: found.counterexample }, reasons };
    }
  }
  return { reasons };
}

/** Accepts any counterexample, even a long one. */
function withoutPreferences(claim: Claim): Claim {
  return { ...claim, state: (setup) => ({ ...claim.state(setup), preferences: () => [] }) };
}

/** The documents with the mutant in place of the original. */
export function mutatedDocuments(
  documents: AccessDocuments,
  judged: JudgedDocument,
  mutant: Mutant,
): AccessDocuments {
  return judged.replace(documents, documentOf(judged, mutant)) as AccessDocuments;
}

/** A role has a list of identity policies, so the others stay. */
function documentOf({ title }: JudgedDocument, { document }: Mutant) {
  return document ?? (title.startsWith("identity") ? EMPTY : null);
}

const EMPTY = { Version: "2012-10-17", Statement: [] };

/** Which claims are proved for the unchanged document. */
const baseline = memo(async (documents, judged, dropped: ReadonlySet<string>) => {
  const proved: boolean[] = [];
  const slice = sliceOf(judged, documents, dropped);
  for (const { question } of judged.claims(slice)) {
    const asked = question(slice);
    const found = asked && (await settle(withoutPreferences(asked), MILLISECONDS));
    proved.push(found?.result === "proved");
  }
  return proved;
});

/** The parts of the document that no claim needs, each as a document that lacks only that part. */
const unneeded = memo(async (documents, judged) => {
  const found: Mutant[] = [];
  for (const removal of mutantsOf(judged.document)) {
    if (!isRemoval(removal) || removal.parts.length !== 1) continue;
    if (locksOut(documents, judged, removal)) continue;
    const { reasons, refuted } = await asked(documents, judged, removal);
    if (!refuted && reasons.length === 0) found.push(removal);
  }
  return found;
});

/**
 * The parts of a mutant's change that no claim needs: what it removes, the conditions, whatever stands in their place then, or a
 * part without which the document equals the mutant.
 */
async function unneededParts(
  documents: AccessDocuments,
  judged: JudgedDocument,
  mutant: Mutant,
): Promise<string[] | undefined> {
  const { document, parts, statement } = mutant;
  if (isRemoval(mutant)) return parts.length > 0 ? parts : undefined;
  const spare = (await unneeded(documents, judged)).filter((one) => one.statement === statement);
  const isSpare = (part: string) => spare.some((one) => one.parts[0] === part);
  if (parts.length > 0 && parts.every(isSpare)) return parts;
  for (const { document: without, parts: named } of spare) {
    if (await areEquivalent(documents, { ...judged, document: without }, document)) return named;
  }
  return undefined;
}

function sliceOf(
  judged: JudgedDocument,
  documents: AccessDocuments,
  dropped: ReadonlySet<string>,
): Deployment {
  return deploymentOf(judged.slice(deploymentOf(documents)), { dropped });
}

/** Computes only once what is the same for all mutants of a document. */
function memo<More extends unknown[], T>(
  work: (documents: AccessDocuments, judged: JudgedDocument, ...more: More) => Promise<T>,
): typeof work {
  const known = new WeakMap<AccessDocuments, Map<string, Promise<T>>>();
  return (documents, judged, ...more) => {
    const ofDocuments = known.get(documents) ?? new Map<string, Promise<T>>();
    known.set(documents, ofDocuments);
    const found = ofDocuments.get(judged.title) ?? work(documents, judged, ...more);
    ofDocuments.set(judged.title, found);
    return found;
  };
}

function locksOut(documents: AccessDocuments, judged: JudgedDocument, mutant: Mutant): boolean {
  const { kind, owner } = judged;
  if (kind !== "key policy") return false;
  const mutated = mutatedDocuments(documents, judged, mutant);
  const administers = (all: AccessDocuments) =>
    evaluate(all, {
      principal: { kind: "root", account: accountOf(owner) },
      action: "kms:PutKeyPolicy",
      resource: owner,
    }).decision === "allowed";
  return administers(documents) && !administers(mutated);
}
