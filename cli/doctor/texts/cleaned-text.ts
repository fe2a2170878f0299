/** Most characters of a text that are read. These are the last ones, because the latest events end a log. */
export const MOST_READ = 1_000_000;

const ESCAPE = "\u001b";

/** Sequences for terminals: colours, cursor movements, window titles, and others. */
const TERMINAL = new RegExp(
  `${ESCAPE}\\[[0-?]{0,64}[ -/]{0,8}[@-~]|${ESCAPE}\\][^${ESCAPE}\u0007]{0,256}\u0007?|${ESCAPE}`,
  "g",
);

/** Escaped characters of JSON, Go, YAML and URLs. */
const ESCAPED = /\\{1,8}u([0-9a-fA-F]{4})|(?:\\{1,8}x|%)([0-7][0-9a-fA-F])/g;

/** Marks before lines: frames, quotations, comments, names of containers, and times from a runtime or runner. */
const LINE_MARKS =
  /^(?: {0,12}(?:[|>\u2500-\u257f] ?|[#+*]|- |\/\/)|[\w.-]{1,60}[-_]\d{1,3} {1,8}\||\[[\w./-]{1,120}\] |[A-Z][a-z]{2} [ \d]\d [\d:]{8} [\w.-]{1,64} [\w.-]{1,40}(?:\[\d{1,7}\])?: |\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:?\d\d) (?:stdout|stderr) [FP] |\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6,9}Z |[^\t\n]{1,60}\t[^\t\n]{1,60}\t(?=\d{4}-\d\d-\d\dT)|[a-z0-9-]{1,60}-[a-z0-9]{6,10}-[a-z0-9]{5} [a-z0-9-]{1,60} (?=[[{]|\d{4}-)){1,8}/gm;

/**
 * The text that templates are matched with: plain ASCII with line feeds, without nested escapes, marks before lines, and
 * sequences for terminals. Control and bidirectional characters are removed.
 */
export function cleanedText(text: string): string {
  return text
    .slice(-MOST_READ)
    .replace(ESCAPED, (_, unicode, byte = unicode) => String.fromCharCode(Number(`0x${byte}`)))
    .replace(TERMINAL, "")
    .replace(/\\{1,8}[nr]|\r\n?/g, "\n")
    .replace(/&(?:quot|#39|#34|apos);|[\u2018\u2019\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2014]/g, "-")
    .replace(/\\{1,8}t/g, " ")
    .replace(/[^\S\n\t]/g, " ")
    .replace(LINE_MARKS, "")
    .replaceAll("\t", " ")
    .replace(/[\u2500-\u257f]/g, " ")
    .replace(/[^\n -~]/gu, (character) => (/[\p{Cc}\p{Cf}]/u.test(character) ? "" : "?"));
}
