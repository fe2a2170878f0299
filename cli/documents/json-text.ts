import { type JSONVisitor, visit } from "jsonc-parser";

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
 * Reads JSON as `JSON.parse` does, but refuses what nests deeper than `levels` and what says a key twice, of which
 * the first would be lost without a word.
 */
export function parseJsonText(text: string, levels = DEPTH_LIMIT): unknown {
  scan(text, levels);
  return JSON.parse(text);
}

/** Where the values at paths begin; of a path that leads nowhere, where the last of it that exists does. */
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

/** The keys of a path and of all that lead to it, the shortest first. */
function prefixes(path: readonly PropertyKey[]): string[] {
  return [...path, ""].map((_, length) => keyOf(path.slice(0, length)));
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `\n${typeof step}${String(step)}`).join("");
}

type OnValue = (path: readonly PropertyKey[], offset: number) => void;

const VALUE = "a value";
const KEY = "a key in double quotes";

/** Visits each value of a text that is JSON; throws where it first is not. */
function scan(text: string, levels: number, onValue?: OnValue): void {
  /** The objects and lists around a place: the keys of an object, nothing of a list. */
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
