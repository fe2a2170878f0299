import type { Counterexample } from "../../sdk/access";

/** Where a counterexample was decided. */
export function decidingPlace({
  document,
  statement,
}: Pick<Counterexample, "document" | "statement">): string {
  return statement === null
    ? missingIn(document)
    : `${statementTitle(statement)} of the ${document}`;
}

/** A statement by its Sid, or by its position. */
export function statementTitle(statement: string | number): string {
  return typeof statement === "string"
    ? `statement "${statement}"`
    : `statement ${statement} (from 0)`;
}

const LISTS = /^(associations|keys|parameters|roles|secrets) of /;

/** A policy lacks a statement; a list of an account's objects lacks an object. */
function missingIn(document: string): string {
  return LISTS.test(document)
    ? `what is missing in the ${document}`
    : `${document}, where a statement is missing`;
}
