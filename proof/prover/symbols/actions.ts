import ACTIONS from "./example-actions.json";

/** Actions in AWS's spelling. If any action would do, a counterexample shows the first of these that fits. */
const SPELLINGS = new Map(ACTIONS.map((action) => [action.toLowerCase(), action]));

/** Examples in lower case, for one service or for all. */
export function exampleActions(service?: string): string[] {
  return [...SPELLINGS.keys()].filter((action) => !service || action.startsWith(`${service}:`));
}

/** An action in AWS's spelling, if known. */
export function spellAction(action: string): string {
  return SPELLINGS.get(action) ?? action;
}
