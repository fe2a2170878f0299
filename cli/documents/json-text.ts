/** A place in a text, both from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

/** What is wrong with a JSON text, and where. */
export class JsonTextError extends Error {
  override name = "JsonTextError";

  constructor(
    message: string,
    public readonly place: TextPlace,
  ) {
    super(message);
  }
}

/** Levels of objects and lists that a text may nest. */
const DEPTH_LIMIT = 64;

/**
 * Reads JSON as `JSON.parse` does, but refuses what nests deeper than 64 levels and what says a key twice, of which
 * the first would be lost without a word.
 */
export function parseJsonText(text: string): unknown {
  scan(text);
  return JSON.parse(text);
}

/** Where the values at paths begin; of a path that leads nowhere, where the last of it that exists does. */
export function placesInJson(text: string, paths: (readonly PropertyKey[])[]): TextPlace[] {
  const wanted = new Set(paths.flatMap((path) => prefixes(path)));
  const offsets = new Map<string, number>();
  scan(text, (at, offset) => {
    const key = keyOf(at);
    if (wanted.has(key)) offsets.set(key, offset);
  });
  return paths.map((path) => {
    const known = prefixes(path).findLast((key) => offsets.has(key));
    return placeAt(text, offsets.get(known ?? "") ?? 0);
  });
}

/** The keys of a path and of all that lead to it, the shortest first. */
function prefixes(path: readonly PropertyKey[]): string[] {
  return [...path, ""].map((_, length) => keyOf(path.slice(0, length)));
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `\n${typeof step}${String(step)}`).join("");
}

type OnValue = (path: readonly PropertyKey[], offset: number) => void;

function scan(text: string, onValue?: OnValue): void {
  const path: PropertyKey[] = [];
  let at = 0;

  const fail = (message: string, offset = at): never => {
    throw new JsonTextError(message, placeAt(text, offset));
  };
  const skipSpace = () => {
    while (SPACE.has(text.charCodeAt(at))) at += 1;
  };
  const take = (character: string): boolean => {
    skipSpace();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const got = () => (at < text.length ? JSON.stringify(text[at]) : "the end of the file");

  const string = (): string => {
    const start = at;
    const end = endOfText(text, start);
    try {
      if (end < 0) throw new SyntaxError();
      at = end + 1;
      return JSON.parse(text.slice(start, at));
    } catch {
      return fail("a text must be closed on its line, and escaped as JSON asks", start);
    }
  };
  const key = (): string => {
    skipSpace();
    return text[at] === '"' ? string() : fail(`expected a key in double quotes, got ${got()}`);
  };
  const object = () => {
    const keys = new Set<string>();
    if (take("}")) return;
    do {
      skipSpace();
      const start = at;
      const name = key();
      if (keys.has(name)) fail(`a key must stand once in an object, got "${name}" twice`, start);
      keys.add(name);
      if (!take(":")) fail(`expected ":" after the key "${name}", got ${got()}`);
      within(name);
    } while (take(","));
    if (!take("}")) fail(`expected "," or "}", got ${got()}`);
  };
  const list = () => {
    if (take("]")) return;
    let index = 0;
    do within(index++);
    while (take(","));
    if (!take("]")) fail(`expected "," or "]", got ${got()}`);
  };
  const within = (step: PropertyKey) => {
    path.push(step);
    value();
    path.pop();
  };
  const value = () => {
    skipSpace();
    if (path.length > DEPTH_LIMIT) fail(`it must nest at most ${DEPTH_LIMIT} levels deep`);
    onValue?.(path, at);
    if (text[at] === '"') {
      string();
    } else if (take("{")) {
      object();
    } else if (take("[")) {
      list();
    } else {
      LITERAL.lastIndex = at;
      if (!LITERAL.test(text)) fail(`expected a value, got ${got()}`);
      at = LITERAL.lastIndex;
    }
  };

  value();
  skipSpace();
  if (at < text.length) fail(`expected the end of the file, got ${got()}`);
}

const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;

/** Where the quote is that ends the text that begins at `start`; -1 where there is none. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
