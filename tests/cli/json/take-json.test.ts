import { deepStrictEqual, ok, throws } from "node:assert/strict";
import * as z from "zod";
import { fields, fieldsAnd, flag, list, number, takeJson, text } from "../../../cli/json/take-json";
import { FileError } from "../../../cli/terminal/errors";

const SENTINEL = "hunter2-sentinel";

const taken = <Shape extends z.ZodType>(json: string, shape: Shape) =>
  takeJson("state.json", json, shape);

const named = fields({ name: text, count: number, isOn: flag, names: list(text) });

/** Texts that are not JSON. Each has a secret at the place of the mistake. */
const BROKEN: Record<string, string> = {
  "a key without quotes": `{"name": "a", ${SENTINEL}: 1}`,
  "a key without a colon": `{"${SENTINEL}" "b"}`,
  "a text that is not closed": `{"x": "${SENTINEL}`,
  "a text over two lines": `{"x": "${SENTINEL}\n"}`,
  "an escape that JSON does not know": `{"x": "${SENTINEL}\\q"}`,
  "a word": `{"x": ${SENTINEL}}`,
  "a comma too many": `{"x": ["${SENTINEL}",]}`,
  "a comma too many before a key": `{"x": {"${SENTINEL}": 1,}}`,
  "a comma missing": `{"x": ["${SENTINEL}" "b"]}`,
  "an end missing": `{"x": ["${SENTINEL}"`,
  "a wrong end": `{"x": ["${SENTINEL}"}}`,
  "a second value": `{"x": "${SENTINEL}"} "${SENTINEL}"`,
  "a number like 01": `{"x": 01, "y": "${SENTINEL}"}`,
  nothing: "",
};

const NO_JSON =
  "the file must be JSON that says each key once and nests at most 500 levels deep; here it is not";

/** What is wrong, and where. */
function problemOf(read: () => unknown): { line: number; column: number; message: string } {
  try {
    read();
  } catch (error) {
    ok(error instanceof FileError, String(error));
    const [problem] = error.problems;
    ok(problem);
    return problem;
  }
  throw new Error("it was taken");
}

describe("what is taken of a text of JSON", () => {
  it("is what is on the list, as JSON.parse reads it", () => {
    const value = { name: 'a "b"\n\u00e9\u{1f512}', count: -1.5e3, isOn: false, names: ["", "c"] };
    deepStrictEqual(taken(JSON.stringify(value, null, 2), named), value);
    deepStrictEqual(taken('{"n\\u0061me": "\\u0041"}', named), { name: "A" });
  });

  it("is nothing of what is on no list, at whatever depth", () => {
    const other = { password: SENTINEL, [SENTINEL]: [{ name: SENTINEL }], empty: [{}, []] };
    const value = { other, name: "a", password: SENTINEL, names: [], more: other };
    deepStrictEqual(taken(JSON.stringify(value), named), { name: "a", names: [] });
  });

  it("is told by its kind alone, wherever the kind stands", () => {
    const values = fields({ arn: text });
    const object = fieldsAnd({ name: text }, "values", new Map([["role", values]]));
    const both = { arn: "a", name: "n" };
    const all = [
      { name: "1", type: "role", values: both },
      { values: both, type: "role" },
      { values: both, type: "other" },
      { values: both },
      { type: "role" },
    ];
    deepStrictEqual(
      JSON.stringify(taken(JSON.stringify(all), list(object))),
      JSON.stringify([{ name: "1", one: { arn: "a" } }, { one: { arn: "a" } }, {}, {}, {}]),
    );
    const wrong = [{ type: "role", values: { arn: [SENTINEL] } }];
    const { message } = problemOf(() => taken(JSON.stringify(wrong), list(object)));
    deepStrictEqual(message, "[0].values.arn must be a text, got a list");
    const { message: ofNull } = problemOf(() => taken("[null]", list(object)));
    deepStrictEqual(ofNull, "[0] must be an object, got null");
  });

  it("is an empty text in place of a value that Pulumi hides", () => {
    const hidden = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: SENTINEL,
      ciphertext: SENTINEL,
    };
    const all = fields({ name: text, names: list(text) });
    const value = { name: hidden, names: [hidden, null, "a"] };
    deepStrictEqual(taken(JSON.stringify(value), all), { name: "", names: ["", "a"] });
  });

  for (const [mistake, json] of Object.entries(BROKEN)) {
    it(`ends at ${mistake}, and repeats nothing of it`, () => {
      throws(() => JSON.parse(json));
      const { message } = problemOf(() => taken(json, fields({ name: text })));
      ok(!message.includes(SENTINEL.slice(0, 3)), message);
    });
  }

  it("ends where an escape is none of JSON, though it is passed over", () => {
    const { column, message } = problemOf(() => taken('{"x": "a\\q", "name": "b"}', named));
    deepStrictEqual([column, message], [7, NO_JSON]);
  });

  it("ends at a value of another kind, by place and not by value", () => {
    const json = `{\n  "names": ["a", 1234567]\n}`;
    const { column, line, message } = problemOf(() => taken(json, named));
    deepStrictEqual(
      { line, column, message },
      { line: 2, column: 18, message: "names[1] must be a text, got a number" },
    );
    const twice = `{"name": "${SENTINEL}", "name": "b"}`;
    deepStrictEqual(problemOf(() => taken(twice, named)).message, NO_JSON);
  });

  it("ends where it nests deeper than any state, and takes what does not", () => {
    const deep = (levels: number) => `${'{"a":['.repeat(levels)}${"]}".repeat(levels)}`;
    deepStrictEqual(taken(`{"x": ${deep(240)}, "name": "a"}`, named), { name: "a" });
    const within: z.ZodType = z.lazy(() => fields({ a: list(within) }));
    for (const levels of [300, 1e5]) {
      deepStrictEqual(problemOf(() => taken(deep(levels), within)).message, NO_JSON);
    }
  });
});
