import type { AccessDocuments } from "../../domain/documents";
import { evaluate } from "../../evaluator/evaluate";
import type { ClaimId, ClaimResult } from "./claim";

/** Claims about one document alone, whose request other documents may still keep out. */
const SINGLE_DOCUMENT_CLAIMS: readonly ClaimId[] = [
  "secret-bounded",
  "key-bounded",
  "role-unforgeable",
];

/** Says of a claim about one document, where it fails, which other document keeps that very request out so far. */
export function withDenyingDocument(documents: AccessDocuments, result: ClaimResult): ClaimResult {
  const { claim, counterexample } = result;
  if (!counterexample || !SINGLE_DOCUMENT_CLAIMS.includes(claim)) return result;
  const { decidedBy, decision, lacking } = evaluate(documents, counterexample.request, {
    ownerPrincipalsClosed: false,
  });
  const keeper = decidedBy?.document ?? lacking;
  if (decision === "allowed" || keeper === undefined) return result;
  const summary = `${counterexample.summary}; what keeps this very request out so far: ${keeper}`;
  return { ...result, counterexample: { ...counterexample, summary } };
}
