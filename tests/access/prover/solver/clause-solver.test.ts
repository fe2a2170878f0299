import assert from "node:assert";
import { ClauseSolver } from "../../../../sdk/access/prover/solver/clause-solver";
import type { Literal } from "../../../../sdk/access/prover/solver/clauses";

describe("ClauseSolver", () => {
  it("takes hardly more steps than it may, and goes on when it is asked again", () => {
    const literals = Array.from({ length: 1_000 }, (_, variable) => 2 * variable);
    const chain = literals.slice(1).map((next) => [next - 2, next + 1]);
    const solver = solverOf(literals, ...chain, [a + 1]);
    const results = [];
    do results.push(solver.solve([], 10_000).result);
    while (results.at(-1) === "unknown");
    assert.ok(results.length > 10);
    assert.strictEqual(results.at(-1), "unsat");
  });

  it("names the assumptions that contradict each other, and no others", () => {
    const solver = solverOf([a + 1, b], [b + 1, c + 1]);
    const answer = solver.solve([d, a, c, d], 1_000);
    assert.ok(answer.result === "unsat");
    assert.deepStrictEqual(answer.core.sort(), [a, c]);
  });

  it("names an assumption that is false whatever else is assumed", () => {
    const answer = solverOf([a + 1]).solve([b, a], 1_000);
    assert.deepStrictEqual(answer, { result: "unsat", core: [a] });
  });

  it("names an assumption and its negation", () => {
    const answer = solverOf().solve([a, b, a + 1], 1_000);
    assert.deepStrictEqual(answer, { result: "unsat", core: [a + 1, a] });
  });

  it("assumes nothing beyond one question", () => {
    const solver = solverOf([a + 1, b + 1]);
    assert.strictEqual(solver.solve([a, b], 1_000).result, "unsat");
    for (const one of [a, b]) {
      const answer = solver.solve([one], 1_000);
      assert.ok(answer.result === "sat" && answer.isTrue(one));
    }
  });

  it("heeds what is added after an answer", () => {
    const solver = solverOf([a, b]);
    for (const literal of [a, b]) {
      assert.strictEqual(solver.solve([], 1_000).result, "sat");
      solver.add([literal + 1]);
    }
    assert.deepStrictEqual(solver.solve([c], 1_000), { result: "unsat", core: [] });
    solver.add([c]);
    assert.deepStrictEqual(solver.solve([], 1_000), { result: "unsat", core: [] });
  });
});

const [a, b, c, d] = [0, 2, 4, 6] as const;

function solverOf(...clauses: Literal[][]): ClauseSolver {
  const solver = new ClauseSolver();
  for (const clause of clauses) solver.add(clause);
  return solver;
}
