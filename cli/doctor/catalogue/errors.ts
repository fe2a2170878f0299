import { CATALOGUE } from ".";
import { alternatives } from "./alternatives";
import type { Entry } from "./entry";

/** The entries by the errors of AWS that they have: by code, by `*` and its end, or by subject and one of these. */
const ENTRY_OF_ERROR = new Map(
  CATALOGUE.flatMap((entry) =>
    [...(entry.errors ?? []), ...(entry.failures ?? [])]
      .flatMap(alternatives)
      .map((error) => [error, entry]),
  ),
);

const CODE_LIST = CATALOGUE.flatMap(({ errors = [] }) => errors.flatMap(alternatives)).map(
  (error) => error.replace(/^.* /, ""),
);
const ENDS = [...new Set(CODE_LIST)].filter((code) => code.startsWith("*"));

/** These codes, or their ends, as they stand in a packed text, the longest first. */
export const CODES = new RegExp(
  [...new Set(CODE_LIST.map((code) => code.replace("*", "")))]
    .sort((a, b) => b.length - a.length)
    .join("|")
    .toLowerCase(),
  "g",
);

/** The entry of a code, of a call about a subject if words named one, or of a failure to reach a host. */
export function entryOfError(code: string, subject?: string): Entry | undefined {
  const codes = [code, ...ENDS.filter((end) => code.endsWith(end.slice(1)))];
  const errors = [...codes.map((one) => `${subject} ${one}`), ...codes];
  return errors.map((error) => ENTRY_OF_ERROR.get(error)).find((entry) => entry !== undefined);
}
