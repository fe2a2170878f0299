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

/** Where the value at a path begins; of a path that leads nowhere, where the last of it that exists does. */
export function placeInJson(text: string, path: readonly PropertyKey[]): TextPlace {
  let best = { length: -1, offset: 0 };
  scan(text, (at, offset) => {
    if (at.length <= best.length || at.length > path.length) return;
    if (at.every((key, index) => key === path[index])) best = { length: at.length, offset };
  });
  return placeAt(text, best.offset);
}

type OnValue = (path: readonly PropertyKey[], offset: number) => void;

function scan(text: string, onValue?: OnValue): void {
  const path: PropertyKey[] = [];
  let at = 0;

  const fail = (message: string, offset = at): never => {
    throw new JsonTextError(message, placeAt(text, offset));
  };
  const skipSpace = () => {
    while (/[ \t\n\r]/.test(text.charAt(at))) at += 1;
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
    STRING.lastIndex = at;
    if (!STRING.test(text)) fail("a text must be closed on its line, without control characters");
    at = STRING.lastIndex;
    return JSON.parse(text.slice(start, at));
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

const STRING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in texts
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;

function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
