import { deepStrictEqual } from "node:assert/strict";

import { diffInputs } from "../../../../sandbox/providers/common/diff-inputs";
import {
  any,
  boolean,
  list,
  map,
  number,
  object,
  type Property,
  set,
  string,
} from "../../../../sandbox/providers/common/property";
import { unknownValue } from "../../../../sandbox/providers/common/values";

const rules = object({ days: number(), schedule: string({ computed: true }) });

const cases: [what: string, property: Property, old: unknown, next: unknown, changes: object][] = [
  ["an equal text", string(), "a", "a", {}],
  ["another text", string(), "a", "b", { p: "update" }],
  ["a text that comes", string(), undefined, "b", { p: "add" }],
  ["a text that goes", string(), "a", undefined, { p: "delete" }],
  ["an empty text for none", string(), "", undefined, {}],
  ["false for none", boolean(), undefined, false, {}],
  ["a default for none", number({ default: 5 }), 5, undefined, {}],
  ["what strays from the default", number({ default: 5 }), 6, undefined, { p: "update" }],
  ["a computed text that the program leaves out", string({ computed: true }), "a", undefined, {}],
  ["a computed text that the program gives", string({ computed: true }), "a", "b", { p: "update" }],
  ["a replacing text", string({ replaces: true }), "a", "b", { p: "update-replace" }],
  ["a text that means the same", string({ same: () => true }), "a", "b", {}],
  ["a text that is not known yet", string(), "a", unknownValue, { p: "update" }],
  ["a list in another order", list(string()), ["a", "b"], ["b", "a"], { p: "update" }],
  ["a set in another order", set(string()), ["a", "b"], ["b", "a"], {}],
  ["a set with another member", set(string()), ["a", "b"], ["a", "c"], { p: "update" }],
  ["a set that grows", set(string()), ["a"], ["a", "b"], { p: "update" }],
  [
    "a set of objects whose computed members the service filled in",
    set(rules),
    [{ days: 1, schedule: "s" }],
    [{ days: 1 }],
    {},
  ],
  [
    "members of a map",
    map(),
    { a: "1", b: "1" },
    { b: "2", "c.d": "3" },
    { "p.a": "delete", "p.b": "update", 'p["c.d"]': "add" },
  ],
  ["members of an object", rules, { days: 1, schedule: "s" }, { days: 2 }, { "p.days": "update" }],
  ["an object that goes", rules, { days: 1 }, undefined, { p: "delete" }],
  [
    "members of a replacing object",
    object({ type: string() }, { replaces: true }),
    { type: "a" },
    { type: "b" },
    { "p.type": "update-replace" },
  ],
  ["any value, deeply", any(), { a: [1] }, { a: [1] }, {}],
  ["any value that differs deeply", any(), { a: [1] }, { a: [2] }, { p: "update" }],
];

describe("diffInputs", () => {
  for (const [what, property, old, next, changes] of cases) {
    it(`compares ${what}`, () => {
      deepStrictEqual(diffInputs({ p: property }, { p: old }, { p: next }), changes);
    });
  }
});
