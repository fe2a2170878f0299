import { type AccessDocuments, evaluate } from "../../../../sdk/access";
import {
  type JudgedDocument,
  judgedDocuments,
} from "../../../../sdk/access/prover/advice/judged-documents";
import { describeParts, findSpareParts } from "../../../../sdk/access/prover/advice/spare-parts";
import {
  type ClaimId,
  type Counterexample,
  settle,
} from "../../../../sdk/access/prover/claims/claim";
import {
  accountOf,
  type Deployment,
  deploymentOf,
} from "../../../../sdk/access/prover/documents/deployment";
import { areEquivalent } from "./equivalence";
import { isRemoval, type Mutant, mutantsOf } from "./mutants";

/** What becomes of a mutant. */
export type Verdict =
  /** A claim fails, with a request that the evaluator lets through, or does not where it should. */
  | { verdict: "refuted"; claim: ClaimId; counterexample: Counterexample }
  /** No request tells it from the document. */
  | { verdict: "equivalent" }
  /** It changes what the advice says that no claim needs. */
  | { verdict: "named by advice"; parts: string[] }
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
  const document = documentOf(judged, mutant);
  const mutated = mutatedDocuments(documents, judged, mutant);
  const reasons: string[] = [];
  for (const [view, dropped] of VIEWS.entries()) {
    const slice = sliceOf(judged, mutated, dropped);
    const claims = judged.claims(slice);
    for (const [index, { question, trustsReaders }] of claims.entries()) {
      const asked = view === 0 || trustsReaders ? question(slice) : undefined;
      if (!asked) continue;
      const found = await settle({ ...asked, preferences: () => [] }, MILLISECONDS);
      if (found.result === "unknown") reasons.push(`${found.claim}: ${found.reason}`);
      if (found.result !== "refuted" || !found.counterexample) continue;
      // Without the assumption, a claim that needs it fails of the document itself.
      if (view > 0 && !(await baseline(documents, judged, dropped))[index]) continue;
      return { verdict: "refuted", claim: found.claim, counterexample: found.counterexample };
    }
  }
  const parts = await namedParts(documents, judged, mutant);
  if (parts) return { verdict: "named by advice", parts };
  if (locksOut(documents, mutated, judged)) return { verdict: "locks the owner out" };
  // What is taken away without anybody's noticing, the advice must name: that nothing changes is not enough.
  if (!isRemoval(mutant) && (await areEquivalent(documents, judged, document)))
    return { verdict: "equivalent" };
  return { verdict: "survived", reasons };
}

/** The documents with the mutant in the document's place. */
export function mutatedDocuments(
  documents: AccessDocuments,
  judged: JudgedDocument,
  mutant: Mutant,
): AccessDocuments {
  return judged.replace(documents, documentOf(judged, mutant));
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
    const found = asked && (await settle({ ...asked, preferences: () => [] }, MILLISECONDS));
    proved.push(found?.result === "proved");
  }
  return proved;
});

/** What the advice names of the document: each part by the statement's position, with the document that lacks it. */
const named = memo(async (documents, judged) => {
  const slice = sliceOf(judged, documents, new Set());
  const own = judgedDocuments(slice).find(({ title }) => title === judged.title);
  if (!own) throw new Error(`${judged.title} is not in its own slice`);
  const found = await findSpareParts(slice, own, MILLISECONDS);
  if ("unknown" in found) throw new Error(`advice on ${judged.title}: ${found.unknown}`);
  const removals = mutantsOf(judged.document).filter(isRemoval);
  return describeParts(judged.document, found.spare).map(({ part, statement }) => {
    const removal = removals.find(
      ({ parts, statement: at }) => at === statement && parts.length === 1 && parts[0] === part,
    );
    if (!removal) throw new Error(`no mutant lacks ${part} of ${judged.title}`);
    return { part, statement, without: removal.document };
  });
});

/**
 * What the advice names of what the mutant changed: the conditions, whatever then stands in their place, or a part without
 * which the document is what the mutant is.
 */
async function namedParts(
  documents: AccessDocuments,
  judged: JudgedDocument,
  { document, parts, statement }: Mutant,
): Promise<string[] | undefined> {
  const spare = (await named(documents, judged)).filter((one) => one.statement === statement);
  const isSpare = (part: string) => spare.some((one) => one.part === part);
  if (parts.length > 0 && parts.every(isSpare)) return parts;
  for (const { part, without } of spare) {
    if (await areEquivalent(documents, { ...judged, document: without }, document)) return [part];
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

function locksOut(
  documents: AccessDocuments,
  mutated: AccessDocuments,
  { kind, owner }: JudgedDocument,
): boolean {
  if (kind !== "key policy") return false;
  const administers = (all: AccessDocuments) =>
    evaluate(all, {
      principal: { kind: "root", account: accountOf(owner) },
      action: "kms:PutKeyPolicy",
      resource: owner,
    }).decision === "allowed";
  return administers(documents) && !administers(mutated);
}
