/** The most characters of a text that are read: the last ones, because a log ends with what happened last. */
export const MOST_READ = 1_000_000;

const ESCAPE = "\u001b";

/** What terminals obey: colours and cursor movements, titles of windows, and other sequences. */
const TERMINAL = new RegExp(
  `${ESCAPE}\\[[0-?]{0,64}[ -/]{0,8}[@-~]|${ESCAPE}\\][^${ESCAPE}\u0007]{0,256}\u0007?|${ESCAPE}`,
  "g",
);

/**
 * A text as templates see it: plain ASCII with line feeds. Escapes of JSON, Go and YAML strings are decoded, however often
 * they are nested. Frames and marks of quotation around lines, sequences for terminals, control and bidirectional characters
 * are gone.
 */
export function cleanedText(text: string): string {
  return text
    .slice(-MOST_READ)
    .replace(/\\{1,8}u([0-9a-fA-F]{4})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replace(/\\{1,8}[nr]/g, "\n")
    .replace(/\\{1,8}t/g, " ")
    .replace(TERMINAL, "")
    .replace(/&(?:quot|#39|#34|apos);/g, '"')
    .replace(/[\u2018\u2019\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2014]/g, "-")
    .replace(/[\u2500-\u257f]/g, " ")
    .replace(/\r\n?/g, "\n")
    .replace(/^(?: {0,12}[|>#]){1,8}/gm, "")
    .replace(/[^\S\n]/g, " ")
    .replace(/\p{Cf}/gu, "")
    .replace(/[^\n -~]/gu, (character) => (/\p{Cc}/u.test(character) ? "" : "?"));
}
