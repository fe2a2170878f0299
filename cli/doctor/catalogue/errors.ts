import { CATALOGUE } from ".";
import { alternatives } from "./alternatives";
import type { Entry } from "./entry";

/** The entries by the errors of AWS that they have: by code, by a part of it and `*`, or by subject and one of these. */
const ENTRY_OF_ERROR = new Map(
  CATALOGUE.flatMap((entry) =>
    [...(entry.errors ?? []), ...(entry.failures ?? [])]
      .flatMap(alternatives)
      .map((error) => [error, entry]),
  ),
);

const KNOWN = new Set(
  CATALOGUE.flatMap(({ errors = [] }) => errors.flatMap(alternatives)).map((error) =>
    error.replace(/^.* /, ""),
  ),
);
/** The end of a code says more than its beginning, and its beginning more than its middle. */
const PARTS = [/^\*.*\w$/, /^\w.*\*$/, /^\*.*\*$/].flatMap((shape) =>
  [...KNOWN]
    .filter((code) => shape.test(code))
    .map((part) => ({ part, pattern: new RegExp(`^${part.replaceAll("*", ".*")}$`) })),
);

/** These codes, or their parts, as they stand in a packed text, the longest first. */
export const CODES = new RegExp(
  [...new Set([...KNOWN].map((code) => code.replaceAll("*", "")))]
    .sort((a, b) => b.length - a.length)
    .join("|")
    .toLowerCase(),
  "g",
);

/** A code as entries have it: itself, or by a part of it. None, where no entry has it. */
export function knownCodes(code: string): string[] {
  const parts = PARTS.filter(({ pattern }) => pattern.test(code)).map(({ part }) => part);
  const whole = [code, code.replace(/Exception$/, "")].filter((one) => KNOWN.has(one));
  return [...whole, ...parts];
}

/** The known codes that a word begins, if it is none itself, with or without its `Exception`. */
export function codesBegunBy(word: string): string[] {
  if (KNOWN.has(word) || KNOWN.has(`${word}Exception`)) return [];
  const whole = (code: string) => `${code.replace(/Exception$/, "")}Exception`;
  return [...KNOWN].filter((code) => !code.includes("*") && whole(code).startsWith(word));
}

/** The entry of a code, of a call about a subject if words named one, or of a failure to reach a host. */
export function entryOfError(codes: readonly string[], subject?: string): Entry | undefined {
  const errors = [...codes.map((one) => `${subject} ${one}`), ...codes];
  return errors.map((error) => ENTRY_OF_ERROR.get(error)).find((entry) => entry !== undefined);
}
