import type { AccessDocuments } from "eks-pod-secrets/access";
import { CLAIMS, type ClaimId } from "iam-proof";
import { documentsDigest } from "../../documents/documents-digest";
import { readJsonFile } from "../../documents/documents-file";
import type { SourceDocuments } from "../../documents/source-documents";
import { guardsOf } from "../../guard/guards-in-force";
import { assumptionsOf } from "../../proof/answer";
import { differencesOf } from "../../proof/explained-differences";
import { liveAnswer } from "../../proof/live-answer";
import { type FreshOption, recalledIn, remembering } from "../../proof/memory/remembering";
import { outside } from "../../proof/outside";
import { proveSources } from "../../proof/prove-sources";
import { proveShape } from "../../proof/shape";
import { UserError } from "../../terminal/errors";
import { counted } from "./parts";
import type { PageProof } from "./proof-section";

/** The most grants for which a report proves every claim itself. More would take too long. */
export const MOST_PROVED = 2_000;

/** The claims that a page shows. */
const SHOWN = CLAIMS.filter((claim) => claim !== "difference");

/** The time limit for each claim about one subject, the default of `prove`. */
const MOST_MILLISECONDS = 10_000;

const SIZE_LIMIT = 64 * 1024 * 1024;

/** Proves the claims that the page shows, or none if there are too many grants. `commands`: what produces a proof of all. */
export async function ownProof(
  read: SourceDocuments,
  commands: readonly string[],
  options: FreshOption,
): Promise<{ proof: PageProof; source: SourceDocuments }> {
  const grants = read.documents.grants?.length ?? 0;
  if (grants > MOST_PROVED) {
    const why = `${counted(grants, "grant")} take longer than a report should`;
    return {
      proof: { absent: `Nothing was proved for this page: ${why}.`, commands },
      source: read,
    };
  }
  const settings = { claims: SHOWN, drop: [], milliseconds: MOST_MILLISECONDS };
  const { proof, sources } = await remembering(options, (memory) =>
    proveSources([read], { ...settings, memory }),
  );
  const [source = read] = sources;
  const answer = {
    ...proof,
    recalled: recalledIn(proof.claims),
    ...(await differencesOf(source, proof.claims)),
    assumptions: assumptionsOf(undefined, []).made,
    documents: [documentsDigest(source.documents)],
    notes: source.notes,
    outside: outside(source.documents, source.policyChangers, await guardsOf(source)),
    ...liveAnswer(sources),
  };
  const how = "Proved as this page was made, from the same documents.";
  return { proof: { answer, source: how }, source };
}

/**
 * Reads an answer of `prove --json`, and finds the claims about the documents that it leaves out. A proof of other documents is a
 * `UserError`.
 */
export async function proofFile(
  file: string,
  documents: AccessDocuments,
  commands: readonly string[],
): Promise<PageProof> {
  const { value } = await readJsonFile(file, SIZE_LIMIT);
  const parsed = proveShape.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join(".");
    throw new UserError(
      `${file} must hold what eks-pod-secrets prove --json answers, but ${path ? `${path}: ` : ""}${issue?.message}`,
    );
  }
  const answer = parsed.data;
  const [proved = "no documents"] = answer.documents;
  const shown = documentsDigest(documents);
  if (proved !== shown) {
    throw new UserError(
      `${file} must be a proof of the documents of this page, SHA-256 ${shown}, but is one of ${proved}: make it again by ${commands[0]}`,
    );
  }
  const asked = new Set(answer.claims.map(({ claim }) => claim));
  const left = claimsAbout(documents).filter((claim) => !asked.has(claim));
  return {
    answer,
    source: `As ${file} says, of the same documents.`,
    ...(left.length > 0 && { left: { claims: left, why: `${file} does not say it`, commands } }),
  };
}

/** The claims for which a complete proof has results. */
function claimsAbout({ grants, keys, secrets }: AccessDocuments): ClaimId[] {
  const has = (list: readonly unknown[] | null | undefined) => (list?.length ?? 0) > 0;
  const isAsked: Partial<Record<ClaimId, boolean>> = {
    "secret-bounded": has(secrets),
    "read-exclusive": has(secrets),
    "key-bounded": has(keys),
  };
  return SHOWN.filter((claim) => isAsked[claim] ?? has(grants));
}
