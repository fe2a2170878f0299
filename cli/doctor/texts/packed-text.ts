import { statementLines } from "./statements";

/** A text without the characters that may separate its words, so that wraps and quotes hide nothing. */
export interface PackedText {
  /** The text in lower case, without white space, quotes, backslashes, bars and asterisks. `RECORD` starts a log's record. */
  packed: string;
  /** The cleaned text that it comes from. */
  clean: string;
  /** For each character of `packed`, its place in `clean`. */
  places: Int32Array;
  /** For each character of `packed`, the start of its statement in `clean`. */
  statements: Int32Array;
}

/** Marks the start of each record. A cleaned text never contains it. */
export const RECORD = "\u0001";

/** Starts of log records: of klog, of JSON, with a time, of events in columns or lines, of botocore. */
const RECORD_BEGINS =
  /^(?: {0,8}[IWEF]\d{4} \d\d:|\s{0,40}\{|\d{4}-\d\d-\d\d[T ]\d|\s{0,8}(?:Warning|Normal) {1,8}\w|\W{0,4}MountVolume\.|(?:aws: \[ERROR\]: )?An error occurred \(|[Ee]rror: (?!code))|(?<= )(?:Warning|Normal) {1,8}[A-Z][A-Za-z]{2,40} {1,8}\d{1,4}[smhd]/gm;

const SKIPPED = new Set([..." \n\"'`\\|*"].map((character) => character.charCodeAt(0)));

/** Packs a cleaned text, which is plain ASCII. */
export function packedText(clean: string): PackedText {
  const recordBegins = new Set([...clean.matchAll(RECORD_BEGINS)].map(({ index }) => index));
  const statementBegins = new Set([...recordBegins, ...statementLines(clean)]);
  const length = clean.length + recordBegins.size;
  const [places, statements] = [new Int32Array(length), new Int32Array(length)];
  const characters = Buffer.alloc(length);
  let [packed, statement] = [0, 0];
  const push = (character: number, at: number) => {
    places[packed] = at;
    statements[packed] = statement;
    characters[packed] = character;
    packed += 1;
  };
  for (let at = 0; at < clean.length; at += 1) {
    if (statementBegins.has(at)) statement = at;
    if (recordBegins.has(at)) push(RECORD.charCodeAt(0), at);
    const character = clean.charCodeAt(at);
    if (!SKIPPED.has(character)) push(character, at);
  }
  return {
    packed: characters.toString("latin1", 0, packed).toLowerCase(),
    clean,
    places,
    statements,
  };
}

/** A template's words in the form of a packed text. */
export function packedWords(words: string): string {
  return words.replace(/[\s"'`\\|*]/g, "").toLowerCase();
}

/** The part of the cleaned text between two places of the packed one, without its wraps and quotes. */
export function unpacked(text: PackedText, from: number, to: number): string {
  if (from >= to) return "";
  const begins = text.places[from];
  const part = text.clean.slice(begins, (text.places[to - 1] ?? 0) + 1);
  const lines = part.replace(/[\\"'`]/g, "").split("\n");
  return lines.map((line) => line.trim()).join("");
}

/** The letters and digits next to a part of the packed text, in the cleaned text. */
export function wordAround({ clean, places }: PackedText, from: number, to: number): string[] {
  const [begins, ends] = [places[from] ?? 0, (places[to - 1] ?? 0) + 1];
  let [first, last] = [begins, ends];
  while (first > begins - 64 && isWordAt(clean, first - 1)) first -= 1;
  while (last < ends + 64 && isWordAt(clean, last)) last += 1;
  return [clean.slice(first, begins), clean.slice(ends, last)];
}

function isWordAt(text: string, at: number): boolean {
  const character = text.charCodeAt(at) | 0x20;
  return (character >= 0x61 && character <= 0x7a) || (character >= 0x30 && character <= 0x39);
}

/** The statements where a part of the packed text starts and ends, once if they are the same. */
export function statementsOf({ statements }: PackedText, from: number, to: number): number[] {
  return [...new Set([statements[from] ?? 0, statements[to - 1] ?? 0])];
}
