import assert from "node:assert";
import fc from "fast-check";
import type { Clause } from "../../../../proof/prover/solver/formula";
import { RefutationChecker } from "../../../../proof/prover/solver/refutation-checker";

const [a, notA, b, notB, c, notC] = [0, 1, 2, 3, 4, 5] as const;

describe("RefutationChecker", () => {
  it("lets a clause follow that single clauses lead to", () => {
    const checker = checkerOf([notA, b], [notB, c]);
    assert.ok(checker.follows([notA, c]));
  });

  it("lets no clause follow that need not hold", () => {
    const checker = checkerOf([notA, b], [notB, c]);
    assert.ok(!checker.follows([notC, a]));
    assert.ok(!checker.follows([c]));
    assert.ok(!checker.follows([]));
  });

  it("tells by which clauses one follows, without those of what it assumes", () => {
    const given = [[a], [notA, b], [notB, c]];
    const told: Clause[] = [];
    assert.ok(checkerOf(...given).follows([notA, c], (shown, by) => told.push(shown, ...by)));
    const inOrder = told.map((clause) => clause.toSorted((one, other) => one - other));
    assert.deepStrictEqual(inOrder, [
      [notA, c],
      [notA, b],
      [notB, c],
    ]);
  });

  it("lets a clause follow only once the step before it has", () => {
    const checker = checkerOf([a, b], [a, notB], [notA, b], [notA, notB]);
    assert.ok(!checker.follows([]));
    assert.ok(checker.follows([b]));
    checker.add([b]);
    assert.ok(checker.follows([]));
  });

  it("knows what facts demand, whichever came first", () => {
    const later = checkerOf([a], [notA, b], [notB, notA, c]);
    const earlier = checkerOf([notB, notA, c], [notA, b], [a]);
    for (const checker of [later, earlier]) {
      assert.ok(checker.follows([c]));
      assert.ok(!checker.follows([notC]));
    }
  });

  it("lets everything follow from a contradiction", () => {
    assert.ok(checkerOf([a], [notA]).follows([b]));
    assert.ok(checkerOf([]).follows([b]));
  });

  it("lets nothing follow from a clause that was taken back, but what it had demanded for good", () => {
    const checker = new RefutationChecker();
    const [first, second] = [
      [notA, notC, b],
      [c, b],
    ];
    for (const clause of [first, second, [a]]) checker.add(clause as number[]);
    assert.ok(checker.follows([b]));
    checker.forget(first as number[]);
    assert.ok(!checker.follows([b]));
    checker.add([notC]);
    checker.forget(second as number[]);
    assert.ok(checker.follows([b]));
  });

  it("supposes nothing beyond one question", () => {
    const checker = checkerOf([notA, b]);
    assert.ok(checker.follows([notA, b]));
    assert.ok(!checker.follows([b]));
    assert.ok(!checker.follows([notA]));
  });

  it("lets only follow what holds wherever the clauses do, and the same at every question", () => {
    const aLiteral = fc.integer({ min: 0, max: 7 });
    const clauses = fc.array(fc.uniqueArray(aLiteral, { minLength: 2, maxLength: 3 }), {
      maxLength: 16,
    });
    const questions = fc.array(fc.uniqueArray(aLiteral, { maxLength: 3 }), { minLength: 4 });
    const property = fc.property(clauses, questions, (given, asked) => {
      const checker = checkerOf(...given);
      for (const clause of asked) {
        const follows = checker.follows(clause);
        assert.strictEqual(follows, checkerOf(...given).follows(clause));
        if (follows) assert.ok(isImplied(clause, given));
      }
    });
    fc.assert(property, { numRuns: 500, seed: 20261126 });
  });
});

/** Whether the clause holds for all values of four variables for which the others hold. */
function isImplied(clause: Clause, given: Clause[]): boolean {
  return Array.from({ length: 16 }, (_, values) => values).every((values) => {
    const isTrue = (literal: number) => ((values >> (literal >> 1)) & 1) !== (literal & 1);
    return clause.some(isTrue) || !given.every((one) => one.some(isTrue));
  });
}

function checkerOf(...clauses: Clause[]): RefutationChecker {
  const checker = new RefutationChecker();
  for (const clause of clauses) checker.add([...clause]);
  return checker;
}
