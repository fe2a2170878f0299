import { type JSONVisitor, visit } from "jsonc-parser";

/** A line and column in a text, from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

/** The problem of a JSON text, with its place. */
export class JsonTextError extends Error {
  override name = "JsonTextError";

  constructor(
    message: string,
    public readonly place: TextPlace,
  ) {
    super(message);
  }
}

/** The most levels of nested objects and lists in a text. */
const DEPTH_LIMIT = 64;

/**
 * Parses JSON like `JSON.parse`, but refuses text that is nested deeper than `levels` or contains a key twice, whose first value
 * would be lost silently.
 */
export function parseJsonText(text: string, levels = DEPTH_LIMIT): unknown {
  scan(text, levels);
  return JSON.parse(text);
}

/** The places where the values at paths begin. For a path that does not exist, the place of its last part that does. */
export function placesInJson(
  text: string,
  paths: (readonly PropertyKey[])[],
  levels = DEPTH_LIMIT,
): TextPlace[] {
  const sought = new Set(paths.flatMap(prefixes));
  const offsets = new Map<string, number>();
  scan(text, levels, (at, offset) => {
    const key = keyOf(at);
    if (sought.has(key)) offsets.set(key, offset);
  });
  return paths.map((path) => {
    const known = prefixes(path).findLast((key) => offsets.has(key));
    return placeAt(text, offsets.get(known ?? "") ?? 0);
  });
}

/** The keys of a path and of all its prefixes, the shortest first. */
function prefixes(path: readonly PropertyKey[]): string[] {
  return [...path, ""].map((_, length) => keyOf(path.slice(0, length)));
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `\n${typeof step}${String(step)}`).join("");
}

type OnValue = (path: readonly PropertyKey[], offset: number) => void;

const VALUE = "a value";
const KEY = "a key in double quotes";

/** Visits each value in a JSON text. Throws at the first place that is not JSON. */
function scan(text: string, levels: number, onValue?: OnValue): void {
  /** The objects and lists around a place: the keys of an object, undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let expected = VALUE;

  const fail = (message: string, offset: number): never => {
    throw new JsonTextError(message, placeAt(text, offset));
  };
  const begin = (offset: number, path: () => PropertyKey[]) => {
    if (open.length > levels) fail(`it must nest at most ${levels} levels deep`, offset);
    onValue?.(path(), offset);
  };
  const end = () => {
    const next = open.at(-1) ? '"," or "}"' : '"," or "]"';
    expected = open.length > 0 ? next : "the end of the file";
  };
  const close = (offset: number) => {
    if (offset === text.length) return; // it ends with the file, and is not closed
    open.pop();
    end();
  };
  const visitor: JSONVisitor = {
    onObjectBegin(offset, _length, _line, _column, path) {
      begin(offset, path);
      open.push(new Set());
      expected = KEY;
    },
    onArrayBegin(offset, _length, _line, _column, path) {
      begin(offset, path);
      open.push(undefined);
      expected = VALUE;
    },
    onLiteralValue(_value, offset, _length, _line, _column, path) {
      begin(offset, path);
      end();
    },
    onObjectProperty(name, offset) {
      const keys = open.at(-1);
      if (keys?.has(name)) fail(`a key must stand once in an object, got "${name}" twice`, offset);
      keys?.add(name);
      expected = `":" after the key "${name}"`;
    },
    onSeparator(character) {
      expected = character === "," && open.at(-1) ? KEY : VALUE;
    },
    onObjectEnd: close,
    onArrayEnd: close,
    onError(_code, offset) {
      if (text[offset] === '"' && (expected === VALUE || expected === KEY)) {
        fail("a text must be closed on its line, and escaped as JSON asks", offset);
      }
      const got = offset < text.length ? JSON.stringify(text[offset]) : "the end of the file";
      fail(`expected ${expected}, got ${got}`, offset);
    },
  };
  visit(text, visitor, { disallowComments: true });
}

function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
