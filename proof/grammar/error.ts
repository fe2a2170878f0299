/** A policy document says something outside the grammar. Nothing of such a document is evaluated. */
export class PolicyGrammarError extends Error {
  constructor(
    /** Name of the document. */
    public readonly document: string,
    /** Sid in quotes, or position from 0, of the statement; undefined for the document itself. */
    public readonly statement: string | undefined,
    /** What the document says there, shortened. */
    public readonly text: string,
    /** The rule that it breaks. */
    public readonly problem: string,
  ) {
    const place = statement === undefined ? document : `${document}, statement ${statement}`;
    super(`${place}: ${problem}, got ${text}`);
    this.name = "PolicyGrammarError";
  }
}

/** Where in a document the parser is: what its errors name. */
export interface Place {
  document: string;
  statement?: string;
}

/** Refuses `value`: `problem` states the rule that it breaks. */
export function fail(place: Place, problem: string, value: unknown): never {
  throw new PolicyGrammarError(place.document, place.statement, show(value), problem);
}

/** Writes any value shortly, never descending into it: hostile documents nest deeper than the stack. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > 120 ? `${value.slice(0, 120)}…` : value);
  }
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
