/** Keys and list indexes that lead to a value, such as `["replicas", 0, "region"]`. */
export type Path = readonly (string | number)[];

/** What is wrong with a value, and its place in an inventory or among a component's arguments. */
export interface Problem {
  path: Path;
  /** The rule, the value and, unless it is obvious, what to do, in words that follow the path: `must be 12 digits, got "1"`. */
  says: string;
  /** A warning does not stop a deployment: the problem does not widen access, but something will not work. */
  severity: "error" | "warning";
}

/** Records a problem, or nothing if `says` is undefined. Severity defaults to `error`. */
export type Report = (path: Path, says: string | undefined, severity?: Problem["severity"]) => void;

/** The problem with the value at `path`, or none if `says` is undefined. */
export function problemIf(path: Path, says: string | undefined): Problem[] {
  return says === undefined ? [] : [{ path, says, severity: "error" }];
}

/** The same problems seen from an outer value; `path` leads to the inner one. */
export function within(path: Path, ...inner: readonly Problem[][]): Problem[] {
  return inner.flat().map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}

/** Formats a path for people: `secrets.orders/db.replicas[0].region`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** A problem as one sentence. */
export function sentence({ path, says }: Problem): string {
  return `${formatPath(path)} ${says}`;
}

const LONGEST = 80;

/** A value for messages: text in quotes, other kinds by their name. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") {
    return Object.keys(value).length === 0 ? "an empty mapping" : "a mapping";
  }
  if (typeof value !== "string") return `the ${typeof value} ${value}`;
  const text = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  return JSON.stringify(text);
}

/** `; did you mean "x"?` if one of `known` is close to `text`; otherwise a list of what is known. */
export function suggestion(text: string, known: Iterable<string>): string {
  return suggestions(known)(text);
}

/** The most comparisons for all suggestions from one list: a large inventory may have as many wrong names as right ones. */
const MOST_COMPARISONS = 1_000_000;

/** Like `suggestion`, from one list, until that has cost too many comparisons. */
export function suggestions(known: Iterable<string>): (text: string) => string {
  const names = [...known];
  const list =
    names.length === 0 || names.length > 20 ? "" : `; known: ${[...names].sort().join(", ")}`;
  const given = new Map<string, string>();
  return (text) => {
    const before = given.get(text);
    if (before !== undefined) return before;
    if ((given.size + 1) * names.length > MOST_COMPARISONS) return list;
    const near = nearest(text, names);
    const says = near === undefined ? list : `; did you mean "${near}"?`;
    given.set(text, says);
    return says;
  };
}

/** The name that `text` is close to, with at most so many mistakes; undefined if there is none. */
export function nearest(
  text: string,
  names: string[],
  most = Math.max(1, Math.floor(text.length / 3)),
): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    if (Math.abs(name.length - text.length) > most) continue;
    const distance = editDistance(text.toLowerCase(), name.toLowerCase(), most);
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name;
}

/** The number of letters to insert, delete, replace or swap with a neighbour. Any number above `most` if there are more. */
function editDistance(a: string, b: string, most: number): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(older, j - 2) + 1);
      }
      row.push(least);
    }
    if (Math.min(...row, ...previous) > most) return Infinity;
    older = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: number[], index: number): number {
  return row[index] ?? Infinity;
}

/**
 * Characters that a reader would not see, or would misread: control characters, line breaks, and characters that change the writing
 * direction.
 */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text from outside as one line of a message. Invisible characters are written as `\n` or `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

function escaped(character: string): string {
  const json = JSON.stringify(character).slice(1, -1);
  return json === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : json;
}
