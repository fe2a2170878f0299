import { deepStrictEqual } from "node:assert";
import fc from "fast-check";

import { ENGINE_TIMEOUT } from "../harness";
import { tryChange } from "./change";
import { pairs } from "./pairs";

/** Pairs that are tried: `CHANGE_PAIRS` says how many, `CHANGE_SEED` from which seed on. */
const PAIRS = Number(process.env.CHANGE_PAIRS ?? 2);
const FIRST_SEED = Number(process.env.CHANGE_SEED ?? 1002);

/** Shrinking runs the engine dozens of times. */
const SHRINKS = process.env.CHANGE_SHRINK !== undefined;

describe("a change from one inventory to another", function () {
  this.timeout(ENGINE_TIMEOUT * (SHRINKS ? 100 : 1));
  for (let seed = FIRST_SEED; seed < FIRST_SEED + PAIRS; seed++) {
    it(`loses no value and keeps no access: seed ${seed}`, () =>
      fc.assert(
        fc.asyncProperty(pairs(), async (pair) => {
          const { defects } = await tryChange(pair);
          deepStrictEqual(defects, [], `from\n${pair.before}to\n${pair.after}`);
        }),
        { seed, numRuns: 1, unbiased: true, endOnFailure: !SHRINKS },
      ));
  }
});
