import type { StatementReference, TurningKey } from "../../domain/request";

/** Names a statement by its Sid, or by its position from 0, and by its document. */
export function sayStatement({ document, index, sid }: StatementReference): string {
  return `statement ${sid === undefined ? index : JSON.stringify(sid)} of ${document}`;
}

/** Describes a key that a decision depends on: the request's values, and what they mean for the statement's condition. */
export function sayTurning(turning: TurningKey): string {
  const { found, holds, key, operator, values } = turning;
  const has = `${key}: the request has ${found.length > 0 ? quotedList(found) : "none"}`;
  const statement = sayStatement(turning);
  if (operator === undefined) return `${has}; ${statement} uses it as a variable`;
  return `${has}, so ${operator} ${quotedList(values)} ${holds ? "holds" : "does not hold"} in ${statement}`;
}

/** Writes the first values of a list: a document may contain thousands. */
export function quotedList(texts: string[]): string {
  const shown = texts.slice(0, 3).map(quote).join(", ");
  return texts.length > 3 ? `${shown} and ${texts.length - 3} more` : shown;
}

export function quote(text: string): string {
  return JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text);
}
