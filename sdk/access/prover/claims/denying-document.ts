import type { AccessDocuments } from "../../domain/documents";
import { evaluate } from "../../evaluator/evaluate";
import type { ClaimId, ClaimResult } from "./claim";

/** Claims about one document alone, whose request other documents may still keep out. */
const ALONE: readonly ClaimId[] = ["secret-bounded", "key-bounded", "role-unforgeable"];

/** Says of a claim about one document, where it fails, which other document keeps that very request out so far. */
export function withOtherLocks(documents: AccessDocuments, result: ClaimResult): ClaimResult {
  const { claim, counterexample } = result;
  if (!counterexample || !ALONE.includes(claim)) return result;
  const { decidedBy, decision, lacking } = evaluate(documents, counterexample.request, {
    ownerPrincipalsClosed: false,
  });
  const keeper = decidedBy?.document ?? lacking;
  if (decision === "allowed" || keeper === undefined) return result;
  const summary = `${counterexample.summary}; what keeps this very request out so far: ${keeper}`;
  return { ...result, counterexample: { ...counterexample, summary } };
}
