import type { AccessRequest, Counterexample, RequestPrincipal } from "iam-proof";
import { sayTurning } from "iam-proof/evaluator";
import { sayPrincipal } from "iam-proof/prover";

/** The document and statement that decided a counterexample. */
export function decidingPlace({
  document,
  statement,
}: Pick<Counterexample, "document" | "statement">): string {
  return statement === null
    ? missingIn(document)
    : `${statementTitle(statement)} of the ${document}`;
}

/** The most condition keys of an answer that are shown to people; `--json` has all. */
const MOST_KEYS = 6;

/** The condition keys that an answer depends on, one line each. */
export function turningLines({ turnsOn = [] }: Pick<Counterexample, "turnsOn">): string[] {
  const hidden = turnsOn.length - MOST_KEYS;
  return [
    ...turnsOn.slice(0, MOST_KEYS).map(sayTurning),
    ...(hidden > 0 ? [`and ${hidden} more; --json lists all`] : []),
  ];
}

/** A statement by its Sid, or by its position. */
function statementTitle(statement: string | number): string {
  return typeof statement === "string"
    ? `statement "${statement}"`
    : `statement ${statement} (from 0)`;
}

const LISTS = /^(associations|keys|parameters|roles|secrets) of /;

/** What is missing in a document: a statement in a policy, or an object in a list of an account's objects. */
function missingIn(document: string): string {
  return LISTS.test(document)
    ? `what is missing in the ${document}`
    : `${document}, where a statement is missing`;
}

/** A request in words, for people. */
export function requestInWords({
  action,
  context = {},
  principal,
  resource,
}: AccessRequest): string {
  const where = pairsInWords(context);
  return `${sayPrincipal(principal)}${tagsInWords(principal)} asks for ${action} on ${resource}${where && `, where ${where}`}`;
}

function tagsInWords(principal: RequestPrincipal): string {
  const tags = "tags" in principal ? principal.tags : undefined;
  if (!tags) return "";
  return ` (${pairsInWords(tags) || "no tags"})`;
}

function pairsInWords(pairs: Record<string, string | string[]>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
    .join(", ");
}
