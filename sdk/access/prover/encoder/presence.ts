import type { ParsedStatement } from "../../grammar/syntax";
import { always, type Formula } from "../solver/formula";

/**
 * Says that a part of a statement is there. Parts are called `statement`, `action 0`, `resource 0` and `principal 0` for the
 * entries of the lists, negated or not, `condition 0` for a condition and `condition 0 value 0` for one of its values.
 */
export type Presence = (part: string) => Formula;

/** Every part is there. This is so of each statement of which `setPresence` said nothing else. */
export const complete: Presence = () => always;

const presences = new WeakMap<ParsedStatement, Presence>();

/** Lets parts of the statement be missing: from then on it stands for all that it may become. */
export function setPresence(statement: ParsedStatement, presence: Presence): void {
  presences.set(statement, presence);
}

export function presenceOf(statement: ParsedStatement): Presence {
  return presences.get(statement) ?? complete;
}
