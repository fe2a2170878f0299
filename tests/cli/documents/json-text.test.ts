import { deepStrictEqual, throws } from "node:assert";
import * as fc from "fast-check";

import { JsonTextError, parseJsonText, placesInJson } from "../../../cli/documents/json-text";

/** What is wrong with a text, as `line:column message`. */
function problemOf(text: string): string | undefined {
  try {
    parseJsonText(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return `${error.place.line}:${error.place.column} ${error.message}`;
  }
}

describe("parseJsonText", () => {
  it("reads any JSON as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 1, "\t"), (text, space) => {
        const spaced = JSON.stringify(JSON.parse(text), null, space);
        deepStrictEqual(parseJsonText(spaced), JSON.parse(spaced));
      }),
    );
  });

  it("rejects what JSON.parse rejects, and nothing else but a key that stands twice", () => {
    const broken = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom("", ",", '"', "]", "}", "0", "\\", "-", ".", "e"),
      )
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(broken, (text) => {
        const problem = problemOf(text);
        if (problem?.includes("a key must stand once")) return;
        const isJson = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        deepStrictEqual(problem === undefined, isJson, problem);
      }),
      { numRuns: 2000 },
    );
  });

  const refusals: [string, string, string][] = [
    ["a missing value", '{\n  "a": }', '2:8 expected a value, got "}"'],
    ["a missing comma", '{"a": 1\n "b": 2}', '2:2 expected "," or "}", got "\\""'],
    ["a comma too many", "[1, ]", '1:5 expected a value, got "]"'],
    ["an end too early", '{"a": [1', '1:9 expected "," or "]", got the end of the file'],
    [
      "a text over two lines",
      '["a\nb"]',
      "1:2 a text must be closed on its line, and escaped as JSON asks",
    ],
    ["more after the end", "{} {}", '1:4 expected the end of the file, got "{"'],
    [
      "a key that stands twice",
      '{"a": 1,\n "a": 2}',
      '2:2 a key must stand once in an object, got "a" twice',
    ],
    ["an empty file", "", "1:1 expected a value, got the end of the file"],
  ];
  for (const [title, text, problem] of refusals) {
    it(`rejects ${title}, with its place`, () => deepStrictEqual(problemOf(text), problem));
  }

  it("rejects what nests too deep, however deep", () => {
    for (const depth of [66, 1_000_000]) {
      throws(() => parseJsonText("[".repeat(depth)), /at most 64 levels deep/);
    }
    deepStrictEqual(problemOf("[".repeat(60) + "]".repeat(60)), undefined);
  });
});

describe("placesInJson", () => {
  const text = '{\n  "a": [1,\n    {"b": 2}]\n}';

  it("finds the values at paths", () => {
    deepStrictEqual(placesInJson(text, [["a", 1, "b"], ["a"]]), [
      { line: 3, column: 11 },
      { line: 2, column: 8 },
    ]);
  });

  it("finds the last that exists of a path that leads on", () => {
    deepStrictEqual(placesInJson(text, [["a", 1, "c", "d"], ["a", "1"], []]), [
      { line: 3, column: 5 },
      { line: 2, column: 8 },
      { line: 1, column: 1 },
    ]);
  });
});
