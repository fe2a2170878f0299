import type { ClaimId } from "../../../../proof";
import { type AccessDocuments, prove } from "../../pods";

/** What is proved of documents of which each claim is asked about one subject, claim by claim. */
export async function resultsOf(documents: AccessDocuments, ...claims: ClaimId[]) {
  const { claims: results } = await prove(documents, { claims });
  return claims.map((claim) => results.find((one) => one.claim === claim)?.result);
}
