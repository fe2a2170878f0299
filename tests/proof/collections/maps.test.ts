import { deepStrictEqual, strictEqual } from "node:assert/strict";

import { addTo, getOrMake, grouped, memoize } from "../../../proof/collections";

describe("maps that fill as they are asked", () => {
  it("work out an answer once for each object, also one that is false or undefined", () => {
    for (const answer of [false, undefined, 0]) {
      let asked = 0;
      const known = memoize((_: object) => {
        asked++;
        return answer;
      });
      const [one, other] = [{}, {}];
      deepStrictEqual([known(one), known(one), known(other)], [answer, answer, answer]);
      strictEqual(asked, 2);
    }
  });

  it("make what is missing, and keep it", () => {
    const map = new Map([["a", false]]);
    const make = () => true;
    deepStrictEqual([getOrMake(map, "a", make), getOrMake(map, "b", make)], [false, true]);
    strictEqual(map.get("b"), true);
  });

  it("keep the order in which things are given", () => {
    const lists = new Map<string, number[]>();
    for (const value of [3, 1, 2]) addTo(lists, "a", value);
    deepStrictEqual(lists.get("a"), [3, 1, 2]);
    deepStrictEqual(
      grouped([1, 2, 3], (item) => (item === 2 ? ["even"] : ["odd", "any"])),
      new Map([
        ["odd", [1, 3]],
        ["any", [1, 3]],
        ["even", [2]],
      ]),
    );
  });
});
