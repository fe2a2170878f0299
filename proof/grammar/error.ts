/** Thrown for a policy document with something outside the grammar. Nothing in such a document is evaluated. */
export class PolicyGrammarError extends Error {
  constructor(
    /** Name of the document. */
    public readonly document: string,
    /** Sid in quotes, or position from 0, of the statement; undefined for the document itself. */
    public readonly statement: string | undefined,
    /** The text there, shortened. */
    public readonly text: string,
    /** The rule that the text breaks. */
    public readonly problem: string,
  ) {
    const place = statement === undefined ? document : `${document}, statement ${statement}`;
    super(`${place}: ${problem}, got ${text}`);
    this.name = "PolicyGrammarError";
  }
}

/** The parser's place in a document, for errors. */
export interface Place {
  document: string;
  statement?: string;
}

/** Refuses `value`. `problem`: the rule that it breaks. */
export function fail(place: Place, problem: string, value: unknown): never {
  throw new PolicyGrammarError(place.document, place.statement, show(value), problem);
}

/** Writes a value in short, without descending into it: hostile documents can be nested deeper than the stack allows. */
function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > 120 ? `${value.slice(0, 120)}…` : value);
  }
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Parses a string or a non-empty list of strings. */
export function stringList(raw: unknown, element: string, place: Place): string[] {
  const list = bounded(Array.isArray(raw) ? raw : [raw], element, place);
  if (list.length === 0) fail(place, `${element} must not be an empty list`, raw);
  for (const value of list) {
    if (typeof value !== "string" || value === "") {
      fail(place, `${element} must be a text, or a list of texts`, value);
    }
  }
  return list;
}

/** Far more than in any document that AWS accepts, and few enough to be passed as arguments of a call. */
const MOST_ENTRIES = 50_000;

/** The list, unless it is too long. */
export function bounded<T>(list: T[], element: string, place: Place): T[] {
  if (list.length > MOST_ENTRIES) {
    fail(place, `${element} must have at most ${MOST_ENTRIES} entries`, list);
  }
  return list;
}
