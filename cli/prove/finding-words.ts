import type { ClaimResult } from "../../sdk/access";

const LISTS = /^(associations|keys|parameters|roles|secrets) of /;

/** Says where something is missing: in a policy a statement, among what an account has one of its kind. */
export function missingIn(document: string): string {
  return LISTS.test(document)
    ? `what is missing in the ${document}`
    : `${document}, where a statement is missing`;
}

/** The heading of parts that no claim needs; while claims fail, it cannot be told of these what they need. */
export function adviceTitle(claims: readonly ClaimResult[]): string {
  const isSettled = claims.every(({ result }) => result === "proved" || result === "advice");
  return isSettled
    ? "Advice: no claim needs these, they are defence in depth"
    : "Advice: no claim that holds needs these; what is not proved above may, so close that first";
}
