import { accountId, suggestion, visibleText } from "eks-pod-secrets/rules";
import { UserError } from "./errors";

/** The start of an escape sequence; the command itself only sets colours and weights. */
const ESCAPE = "\u001b";
const STYLE = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);

/** Commands that the logs of GitHub, Azure DevOps and TeamCity obey, at the beginning of a line or anywhere in it. */
const LEADING_COMMAND = /^(\s*):(?=:)/;
const COMMAND = /##(?=\[|vso\[|teamcity\[)/g;

/**
 * A text made safe for printing. It may contain names and messages from outside. None of them can move the terminal's cursor, or
 * be a command to the CI system that stores the log.
 */
export function printedText(text: string): string {
  return text.split("\n").map(printedLine).join("\n");
}

/** JSON made safe for printing, with the same meaning. */
export function printedJson(json: string): string {
  return json.replace(COMMAND, "#\\u0023").replace(/[\u007f-\u009f]/g, visibleText);
}

function printedLine(line: string): string {
  const seen = line
    .split(STYLE)
    .map((part, index) => (index % 2 === 1 ? part : part.split("\t").map(visibleText).join("\t")))
    .join("");
  return seen.replace(LEADING_COMMAND, "$1\\:").replace(COMMAND, "#\\#");
}

/** A word of a shell command, quoted if necessary. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The first names of a list, and how many more there are. */
export function firstOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** The account id from `--account`. Anything else is a `UserError`. */
export function accountIdGiven(text: string): string {
  if (accountId.pattern.test(text)) return text;
  throw new UserError(`--account must be an account id of ${accountId.must}, got "${text}"`);
}

/** Refuses a name that nothing has: it would change nothing, and nobody would notice. `must` begins the message. */
export function requireKnown(must: string, given: readonly string[], known: readonly string[]) {
  const strange = given.find((name) => !known.includes(name));
  if (strange === undefined) return;
  throw new UserError(`${must}, got "${strange}"${suggestion(strange, new Set(known))}`);
}

/** Orders names as a person does: acct-2 before acct-10. */
export const compareNames = new Intl.Collator("en", { numeric: true }).compare;
