import { deepStrictEqual, ok } from "node:assert";
import fc from "fast-check";

import { smallestConflict } from "../../../../proof/prover/texts/learned-conflicts";

describe("smallestConflict", () => {
  it("keeps exactly what makes the conflict, and asks few times", () => {
    const subset = fc.uniqueArray(fc.nat(199), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(subset, (needed) => {
        let asked = 0;
        const all = Array.from({ length: 200 }, (_, index) => index);
        const found = smallestConflict(all, (some) => {
          asked += 1;
          return needed.every((one) => some.includes(one));
        });
        deepStrictEqual(
          found.toSorted((a, b) => a - b),
          needed.toSorted((a, b) => a - b),
        );
        ok(asked <= 20 * needed.length, String(asked));
      }),
      { seed: 1 },
    );
  });

  it("leaves nothing out of which the conflict could do without, where there are several", () => {
    const conflicts = (some: number[]) => some.filter((one) => one % 3 === 0).length >= 2;
    const found = smallestConflict([1, 3, 4, 6, 9, 10], conflicts);
    ok(conflicts(found));
    deepStrictEqual(found.length, 2);
  });
});
