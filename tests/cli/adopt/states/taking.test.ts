import { deepStrictEqual, ok, throws } from "node:assert/strict";

import { takeJson } from "../../../../cli/adopt/states/taking/take-json";
import {
  entries,
  fields,
  flag,
  list,
  number,
  ofKinds,
  type Taking,
  text,
} from "../../../../cli/adopt/states/taking/taking";
import { type YamlPlace, yamlPlaces } from "../../../../cli/adopt/states/taking/yaml-place";
import { FileError } from "../../../../cli/terminal/errors";

const SENTINEL = "hunter2-sentinel";

const taken = <Value>(json: string, taking: Taking<Value>) =>
  takeJson("state.json", json, taking).value;

const named = fields({ name: text, count: number, isOn: flag, names: list(text) });

/** Texts that are no JSON, each with a secret where the mistake is. */
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

/** What is wrong, with where. */
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
    const object = ofKinds({ kind: text }, ({ kind }) => kind, {
      role: { values: fields({ arn: text }) },
      secret: { values: fields({ name: text }) },
    });
    const values = { arn: "a", name: "n" };
    for (const one of [
      { kind: "role", values },
      { values, kind: "role" },
    ]) {
      deepStrictEqual(taken(JSON.stringify([one, 1].slice(0, 1)), list(object)), [
        { kind: "role", values: { arn: "a" } },
      ]);
    }
    const others = [{ values, kind: "toString" }, { values }, { kind: "secret" }];
    deepStrictEqual(taken(JSON.stringify(others), list(object)), [{ kind: "secret" }]);
  });

  it("is no value that Pulumi hides, and says where", () => {
    const hidden = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: SENTINEL,
      ciphertext: SENTINEL,
    };
    const all = fields({ name: text, names: list(text), tags: entries(text), of: named });
    const value = { name: hidden, names: hidden, tags: hidden, of: { name: hidden } };
    deepStrictEqual(takeJson("state.json", JSON.stringify(value), all), {
      value: { of: {} },
      hidden: ["name", "names", "tags", "of.name"],
    });
  });

  for (const [mistake, json] of Object.entries(BROKEN)) {
    it(`ends at ${mistake}, and repeats nothing of it`, () => {
      throws(() => JSON.parse(json));
      const { message } = problemOf(() => taken(json, fields({ name: text })));
      ok(!message.includes(SENTINEL.slice(0, 3)), message);
    });
  }

  it("ends at a value of another kind, by place and not by value", () => {
    const json = `{\n  "names": ["a", 1234567]\n}`;
    const { column, line, message } = problemOf(() => taken(json, named));
    deepStrictEqual(
      { line, column, message },
      { line: 2, column: 18, message: "names[1] must be a text, got a number" },
    );
    const twice = `{"name": "${SENTINEL}", "name": "b"}`;
    deepStrictEqual(problemOf(() => taken(twice, named)).message, "the file must have name once");
  });

  it("passes over a million levels, and enters 64", () => {
    const deep = (levels: number) => `${'{"a":['.repeat(levels)}${"]}".repeat(levels)}`;
    deepStrictEqual(taken(`{"x": ${deep(1e6)}, "name": "a"}`, named), { name: "a" });
    const within: Taking<unknown> = (place) => fields({ a: list(within) })(place);
    const { message } = problemOf(() => taken(deep(1e5), within));
    ok(message.endsWith("must nest at most 64 levels deep"), message);
  });

  it("takes time in proportion to the text", () => {
    const one = JSON.stringify({ name: "a", x: ['\\"'.repeat(500), { y: 1 }] });
    const timed = (count: number) => {
      const json = `[${Array(count).fill(one).join(",")}]`;
      const start = performance.now();
      taken(json, list(named));
      return performance.now() - start;
    };
    timed(2000);
    ok(timed(20_000) < 40 * Math.max(timed(2000), 5));
  });
});

describe("what is taken of YAML", () => {
  const take = <Value>(yaml: string, taking: Taking<Value>) =>
    yamlPlaces("a.yaml", yaml).map((place: YamlPlace) => taking(place));

  it("is what is on the list, of each document, with what an alias names", () => {
    const yaml = `# one\nname: &a x\nother: ${SENTINEL}\nnames: [*a, "y"]\n---\ncount: 2\nisOn: true\n`;
    deepStrictEqual(take(yaml, named), [
      { name: "x", names: ["x", "y"] },
      { count: 2, isOn: true },
    ]);
  });

  it("ends at a mistake by its line, and repeats nothing of it", () => {
    const broken = problemOf(() => take(`name: a\n---\nx: "${SENTINEL}\ny: *${SENTINEL}`, named));
    ok(!broken.message.includes(SENTINEL), broken.message);
    deepStrictEqual(broken.line > 2, true);
    const wrong = problemOf(() => take(`name: a\n---\n\nname: [${SENTINEL}]`, named));
    deepStrictEqual([wrong.line, wrong.message], [4, "name must be a text, got a list"]);
  });
});
