import assert from "node:assert";
import { type Answer, ClauseSolver } from "../../../../proof/prover/solver/clause-solver";
import type { Clause, Literal } from "../../../../proof/prover/solver/formula";
import { RefutationChecker } from "../../../../proof/prover/solver/refutation-checker";
import { pigeonClauses } from "./pigeons";

/** The solver's final answer, and how often it paused before. */
function answerOf(
  solver: ClauseSolver,
  assumptions: Literal[] = [],
): { answer: Answer; pauses: number } {
  const search = solver.solve(assumptions);
  for (let pauses = 0; ; pauses++) {
    const step = search.next();
    if (step.done) return { answer: step.value, pauses };
  }
}

/** Clauses of three random literals each. Their number makes a solution about as likely as none. Each run has the same ones. */
function randomClauses(variables: number, seed: number): Clause[] {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: Math.round(variables * 4.26) }, () => {
    const chosen = new Set<number>();
    while (chosen.size < 3) chosen.add(random(variables));
    return [...chosen].map((variable) => 2 * variable + random(2));
  });
}

describe("ClauseSolver", () => {
  it("names the assumptions that contradict each other, and no others", () => {
    const solver = solverOf([a + 1, b], [b + 1, c + 1]);
    const { answer } = answerOf(solver, [d, a, c, d]);
    assert.ok(answer.result === "unsat");
    assert.deepStrictEqual(answer.core.sort(), [a, c]);
  });

  it("names an assumption that is false whatever else is assumed", () => {
    const { answer } = answerOf(solverOf([a + 1]), [b, a]);
    assert.deepStrictEqual(answer, { result: "unsat", core: [a] });
  });

  it("names an assumption and its negation", () => {
    const { answer } = answerOf(solverOf(), [a, b, a + 1]);
    assert.deepStrictEqual(answer, { result: "unsat", core: [a + 1, a] });
  });

  it("assumes nothing beyond one question", () => {
    const solver = solverOf([a + 1, b + 1]);
    assert.strictEqual(answerOf(solver, [a, b]).answer.result, "unsat");
    for (const one of [a, b]) {
      const { answer } = answerOf(solver, [one]);
      assert.ok(answer.result === "sat" && answer.isTrue(one));
    }
  });

  it("heeds what is added after an answer", () => {
    const solver = solverOf([a, b]);
    for (const literal of [a, b]) {
      assert.strictEqual(answerOf(solver).answer.result, "sat");
      solver.add([literal + 1]);
    }
    assert.deepStrictEqual(answerOf(solver, [c]).answer, { result: "unsat", core: [] });
    solver.add([c]);
    assert.deepStrictEqual(answerOf(solver).answer, { result: "unsat", core: [] });
  });

  it("pauses every so often, and may be left then", () => {
    const solver = solverOf(...pigeonClauses(9).map((clause) => [d + 1000, ...clause]));
    const search = solver.solve([d + 1001]);
    assert.strictEqual(search.next().done, false);
    search.return({ result: "unsat", core: [] });
    const { answer, pauses } = answerOf(solver, [d + 2000, d + 1001]);
    assert.deepStrictEqual(answer, { result: "unsat", core: [d + 1001] });
    assert.ok(pauses > 2, String(pauses));
    assert.strictEqual(answerOf(solver).answer.result, "sat");
  });

  it("learns only what follows, from what it has not forgotten", () => {
    const solver = solverOf(...PIGEONS);
    assert.deepStrictEqual(answerOf(solver).answer, { result: "unsat", core: [] });
    const checker = new RefutationChecker();
    for (const clause of PIGEONS) checker.add([...clause]);
    const kept = new Set<Clause>();
    for (const { clause, event } of solver.log) {
      if (event === "learned") {
        assert.ok(checker.follows(clause));
        kept.add(clause);
        checker.add(clause);
      } else {
        assert.ok(kept.delete(clause));
        checker.forget(clause);
      }
    }
    assert.ok(checker.follows([]));
    assert.ok(kept.size < solver.log.length / 4, `${kept.size} of ${solver.log.length}`);
  });

  it("counts the literals that it holds, and no longer those of forgotten clauses", () => {
    const solver = solverOf(...PIGEONS);
    answerOf(solver);
    const size = (event: string) =>
      solver.log.reduce((sum, one) => sum + (one.event === event ? one.clause.length : 0), 0);
    const units = solver.log.filter(({ clause }) => clause.length === 1).length;
    const given = PIGEONS.reduce((sum, { length }) => sum + (length > 1 ? length : 0), 0);
    assert.strictEqual(solver.literals, given + size("learned") - size("forgotten") - units);
  });

  it("keeps its assumptions however often it begins anew", () => {
    const found = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      const clauses = randomClauses(140, seed);
      const assumptions = [2, 4, 7, 9];
      const { answer } = answerOf(solverOf(...clauses), assumptions);
      found.add(answer.result);
      if (answer.result === "sat") {
        const { isTrue } = answer;
        assert.ok(
          [...clauses, ...assumptions.map((one) => [one])].every((one) => one.some(isTrue)),
        );
      } else {
        assert.ok(answer.core.every((literal) => assumptions.includes(literal)));
        const units = answer.core.map((literal) => [literal]);
        assert.strictEqual(answerOf(solverOf(...clauses, ...units)).answer.result, "unsat");
      }
    }
    assert.deepStrictEqual(found, new Set(["sat", "unsat"]));
  });
});

/** Eight pigeons in seven holes. */
const PIGEONS = pigeonClauses(8);

const [a, b, c, d] = [0, 2, 4, 6] as const;

function solverOf(...clauses: Literal[][]): ClauseSolver {
  const solver = new ClauseSolver();
  for (const clause of clauses) solver.add(clause);
  return solver;
}
