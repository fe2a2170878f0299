import { accountId, suggestion, visibleText } from "eks-pod-secrets/rules";
import { UserError } from "./errors";

/** Colours and weights, which the command itself sets. */
const ESCAPE = "\u001b";
const STYLE = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);

/** What the logs of GitHub, Azure DevOps and TeamCity obey at the beginning of a line, or anywhere in it. */
const LEADING_COMMAND = /^(\s*):(?=:)/;
const COMMAND = /##(?=\[|vso\[|teamcity\[)/g;

/**
 * A text as it is printed. It may hold names and messages from outside: none of them moves the terminal's cursor, and none
 * is a command to the CI system that keeps the log.
 */
export function printedText(text: string): string {
  return text.split("\n").map(printedLine).join("\n");
}

/** The same of JSON, which says the same afterwards. */
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

/** One word of a shell's command line, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The first of a list of names, and how many more there are. */
export function firstOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** The account id that `--account` gives. Anything else is a `UserError`. */
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
