import type { ClaimId } from "../../../../proof";
import { type AccessDocuments, prove } from "../../pods";

/** The result of each claim. The documents have only one subject for each claim. */
export async function resultsOf(documents: AccessDocuments, ...claims: ClaimId[]) {
  const { claims: results } = await prove(documents, { claims });
  return claims.map((claim) => results.find((one) => one.claim === claim)?.result);
}
