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

/** What becomes of a mutant. */
export type Verdict =
  /** A claim fails, with a request that the evaluator lets through, or does not where it should. */
  | { verdict: "refuted"; claim: ClaimId; counterexample: Counterexample }
  /** No request tells it from the document. */
  | { verdict: "equivalent" }
  /** It changes nothing but parts that no claim needs: each claim holds of the document without each of them. */
  | { verdict: "unneeded"; parts: string[] }
  /** It allows nothing more, of a document by which nobody was granted anything. */
  | { verdict: "narrower" }
  /** The owner's account may no longer administer its key, which AWS refuses by itself. */
  | { verdict: "locks the owner out" }
  | { verdict: "survived"; reasons: string[] };

/** Assumptions that claims may make, and that a second lock must not need. */
const VIEWS: ReadonlySet<string>[] = [new Set(), new Set(["reader-trust"])];
const MILLISECONDS = 60_000;

/** Judges one mutant of one of the documents by every claim that depends on it. */
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
  // What is taken away must be named: that nothing changes is not enough.
  const isSame =
    !isRemoval(mutant) && (await areEquivalent(documents, judged, documentOf(judged, mutant)));
  return isSame ? { verdict: "equivalent" } : { verdict: "survived", reasons };
}

/** What every claim says of a mutant: the first that fails, or why those that could not be settled are unknown. */
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
      // Without the assumption, a claim that needs it fails of the document itself.
      if (view > 0 && !(await baseline(documents, judged, dropped))[index]) continue;
      return { refuted: { claim: found.claim, counterexample: found.counterexample }, reasons };
    }
  }
  return { reasons };
}

/** Any counterexample will do, however long. */
function withoutPreferences(claim: Claim): Claim {
  return { ...claim, state: (setup) => ({ ...claim.state(setup), preferences: () => [] }) };
}

/** The documents with the mutant in the document's place. */
export function mutatedDocuments(
  documents: AccessDocuments,
  judged: JudgedDocument,
  mutant: Mutant,
): AccessDocuments {
  return judged.replace(documents, documentOf(judged, mutant)) as AccessDocuments;
}

/** An identity policy is one of a list: without it there are the others. */
function documentOf({ title }: JudgedDocument, { document }: Mutant) {
  return document ?? (title.startsWith("identity") ? EMPTY : null);
}

const EMPTY = { Version: "2012-10-17", Statement: [] };

/** Which of the document's claims are proved of it as it is. */
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

/** The parts of the document that no claim needs, each with the document that lacks it alone. */
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
 * What no claim needs of what the mutant changed: what it takes away, the conditions, whatever then stands in their place, or a
 * part without which the document is what the mutant is.
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

/** Works out once what is the same for all mutants of a document. */
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
