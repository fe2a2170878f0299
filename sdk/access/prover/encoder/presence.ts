import type { ParsedStatement } from "../../grammar/syntax";
import { always, type Formula } from "../solver/formula";

/**
 * When a part of a statement is there. Parts are called `statement`, `action 0`, `resource 0` and `principal 0` for the
 * entries of the lists, negated or not, `condition 0` for a condition and `condition 0 value 0` for one of its values.
 */
export type Presence = (part: string) => Formula;

/** Every part is there: what every statement says that nothing else was said of. */
export const complete: Presence = () => always;

const presences = new WeakMap<ParsedStatement, Presence>();

/** Has the statement stand for all that it becomes where parts are missing. */
export function setPresence(statement: ParsedStatement, presence: Presence): void {
  presences.set(statement, presence);
}

export function presenceOf(statement: ParsedStatement): Presence {
  return presences.get(statement) ?? complete;
}
