import type { ClaimResult, Counterexample, Spare } from "../../sdk/access";

/** Where a counterexample was decided. */
export function decidingPlace({
  document,
  statement,
}: Pick<Counterexample, "document" | "statement">): string {
  return statement === null
    ? missingIn(document)
    : `${statementTitle(statement)} of the ${document}`;
}

/** A part that no claim needs, and where it stands. */
export function spareInWords({ part, sid, statement }: Spare, document: string): string {
  return `${part} of ${statementTitle(sid ?? statement)}, ${document}`;
}

function statementTitle(statement: string | number): string {
  return typeof statement === "string"
    ? `statement "${statement}"`
    : `statement ${statement} (from 0)`;
}

const LISTS = /^(associations|keys|parameters|roles|secrets) of /;

/** Says where something is missing: in a policy a statement, among what an account has one of its kind. */
function missingIn(document: string): string {
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
