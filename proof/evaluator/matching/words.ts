import type { StatementReference, TurningKey } from "../../domain/request";

/** A statement by its Sid, or by its position from 0, and its document. */
export function sayStatement({ document, index, sid }: StatementReference): string {
  return `statement ${sid === undefined ? index : JSON.stringify(sid)} of ${document}`;
}

/** A key on which a decision turns: what the request has of it, and what that makes of the statement's condition. */
export function sayTurning(turning: TurningKey): string {
  const { found, holds, key, operator, values } = turning;
  const has = `${key}: the request has ${found.length > 0 ? quotedList(found) : "none"}`;
  const statement = sayStatement(turning);
  if (operator === undefined) return `${has}; ${statement} uses it as a variable`;
  return `${has}, so ${operator} ${quotedList(values)} ${holds ? "holds" : "does not hold"} in ${statement}`;
}

/** Writes some of a list's values: a document may hold thousands. */
export function quotedList(texts: string[]): string {
  const shown = texts.slice(0, 3).map(quote).join(", ");
  return texts.length > 3 ? `${shown} and ${texts.length - 3} more` : shown;
}

export function quote(text: string): string {
  return JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text);
}
