import { type AccessDocuments, evaluate } from "../../../../sdk/access";
import { spareParts } from "../../../../sdk/access/prover/advice/lean";
import {
  type LeanDocument,
  leanDocuments,
} from "../../../../sdk/access/prover/advice/lean-documents";
import { type Counterexample, settle } from "../../../../sdk/access/prover/claims/claim";
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
  | { verdict: "refuted"; claim: string; counterexample: Counterexample }
  /** No request tells it from the document. */
  | { verdict: "equivalent" }
  /** It changes what `lean` says that no claim needs. */
  | { verdict: "named by lean"; parts: string[] }
  /** The owner's account may no longer administer its key, which AWS refuses by itself. */
  | { verdict: "locks the owner out" }
  | { verdict: "survived"; reasons: string[] };

/** Assumptions that claims may make, and that a second lock must not need. */
const VIEWS: ReadonlySet<string>[] = [new Set(), new Set(["reader-trust"])];
const MILLISECONDS = 60_000;

/** Judges one mutant of one of the documents by every claim that depends on it. */
export async function judge(
  documents: AccessDocuments,
  lean: LeanDocument,
  mutant: Mutant,
): Promise<Verdict> {
  // An identity policy is one of a list: without it there are the others.
  const document = mutant.document ?? (lean.title.startsWith("identity") ? EMPTY : null);
  const mutated = lean.replace(documents, document);
  const reasons: string[] = [];
  for (const [view, dropped] of VIEWS.entries()) {
    const slice = sliceOf(lean, mutated, dropped);
    const claims = lean.claims(slice);
    for (const [index, { question, trustsReaders }] of claims.entries()) {
      const asked = view === 0 || trustsReaders ? question(slice) : undefined;
      if (!asked) continue;
      const found = await settle({ ...asked, preferences: () => [] }, MILLISECONDS);
      if (found.result === "unknown") reasons.push(`${found.claim}: ${found.reason}`);
      if (found.result !== "refuted" || !found.counterexample) continue;
      // Without the assumption, a claim that needs it fails of the document itself.
      if (view > 0 && !(await baseline(documents, lean, dropped))[index]) continue;
      return { verdict: "refuted", claim: found.claim, counterexample: found.counterexample };
    }
  }
  const parts = await namedParts(documents, lean, mutant);
  if (parts) return { verdict: "named by lean", parts };
  if (locksOut(documents, mutated, lean)) return { verdict: "locks the owner out" };
  // What is taken away without anybody's noticing, `lean` must name: that nothing changes is not enough.
  if (!isRemoval(mutant) && (await areEquivalent(documents, lean, document)))
    return { verdict: "equivalent" };
  return { verdict: "survived", reasons };
}

const EMPTY = { Version: "2012-10-17", Statement: [] };

/** Which of the document's claims are proved of it as it is. */
const baseline = memo(async (documents, lean, dropped: ReadonlySet<string>) => {
  const proved: boolean[] = [];
  const slice = sliceOf(lean, documents, dropped);
  for (const { question } of lean.claims(slice)) {
    const asked = question(slice);
    const found = asked && (await settle({ ...asked, preferences: () => [] }, MILLISECONDS));
    proved.push(found?.result === "proved");
  }
  return proved;
});

/** What `lean` names of the document: each part by the statement's position, with the document that lacks it. */
const named = memo(async (documents, lean) => {
  const slice = sliceOf(lean, documents, new Set());
  const own = leanDocuments(slice).find(({ title }) => title === lean.title);
  if (!own) throw new Error(`${lean.title} is not in its own slice`);
  const found = await spareParts(slice, own, MILLISECONDS);
  if ("unknown" in found) throw new Error(`lean of ${lean.title}: ${found.unknown}`);
  const removals = mutantsOf(lean.document).filter(isRemoval);
  return found.spare.map(({ part, statement }) => {
    const removal = removals.find(
      ({ parts, statement: at }) => at === statement && parts.length === 1 && parts[0] === part,
    );
    if (!removal) throw new Error(`no mutant lacks ${part} of ${lean.title}`);
    return { part, statement, without: removal.document };
  });
});

/**
 * What `lean` names of what the mutant changed: the conditions, whatever then stands in their place, or a part without
 * which the document is what the mutant is.
 */
async function namedParts(
  documents: AccessDocuments,
  lean: LeanDocument,
  { document, parts, statement }: Mutant,
): Promise<string[] | undefined> {
  const spare = (await named(documents, lean)).filter((one) => one.statement === statement);
  const isSpare = (part: string) => spare.some((one) => one.part === part);
  if (parts.length > 0 && parts.every(isSpare)) return parts;
  for (const { part, without } of spare) {
    if (await areEquivalent(documents, { ...lean, document: without }, document)) return [part];
  }
  return undefined;
}

function sliceOf(
  lean: LeanDocument,
  documents: AccessDocuments,
  dropped: ReadonlySet<string>,
): Deployment {
  return deploymentOf(lean.slice(deploymentOf(documents)), { dropped });
}

/** Works out once what is the same for all mutants of a document. */
function memo<More extends unknown[], T>(
  work: (documents: AccessDocuments, lean: LeanDocument, ...more: More) => Promise<T>,
): typeof work {
  const known = new WeakMap<AccessDocuments, Map<string, Promise<T>>>();
  return (documents, lean, ...more) => {
    const ofDocuments = known.get(documents) ?? new Map<string, Promise<T>>();
    known.set(documents, ofDocuments);
    const found = ofDocuments.get(lean.title) ?? work(documents, lean, ...more);
    ofDocuments.set(lean.title, found);
    return found;
  };
}

function locksOut(
  documents: AccessDocuments,
  mutated: AccessDocuments,
  { kind, owner }: LeanDocument,
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
