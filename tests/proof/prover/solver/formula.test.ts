import assert from "node:assert";
import { and, atom, type Formula, holds, or } from "../../../../proof/prover/solver/formula";

describe("and, or", () => {
  for (const join of [and, or]) {
    it(`take up parts of their own kind, however many: ${join.name}`, () => {
      const half = (name: string) =>
        join(...Array.from({ length: 80_000 }, (_, index) => atom(`${name} ${index}`)));
      const both: Formula = join(atom("one more"), join(half("left"), half("right")));
      assert.ok((both.op === "and" || both.op === "or") && both.of.length === 160_001);
      const truth = (name: string) => (name === "right 79999") === (join === or);
      assert.strictEqual(holds(both, truth), join === or);
    });
  }
});
