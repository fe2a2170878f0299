import { CATALOGUE } from ".";
import { alternatives } from "./alternatives";

/** The entries by the errors of AWS that they have: by code, or by subject and code. */
export const ENTRY_OF_ERROR = new Map(
  CATALOGUE.flatMap((entry) =>
    (entry.errors ?? []).flatMap(alternatives).map((error) => [error, entry]),
  ),
);

const CODE_LIST = [...ENTRY_OF_ERROR.keys()].map((error) => error.replace(/^.* /, ""));

/** The codes of these errors as they stand in a packed text, the longest first. */
export const CODES = new RegExp(
  [...new Set(CODE_LIST)]
    .sort((a, b) => b.length - a.length)
    .join("|")
    .toLowerCase(),
  "g",
);
