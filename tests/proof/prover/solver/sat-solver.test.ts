import assert from "node:assert";
import type { LogEntry } from "../../../../proof/prover/solver/clause-solver";
import { atom, type Formula, implies, not, or } from "../../../../proof/prover/solver/formula";
import { TooHard } from "../../../../proof/prover/solver/limits";
import { SatSolver } from "../../../../proof/prover/solver/sat-solver";
import { inPlaceOfSolver, pigeons } from "./pigeons";

const IMPOSSIBLE = { result: "unsat", core: [] };
const OUT_OF_TIME = { message: /^the time for one claim \(--time-limit\) ran out while / };
const MADE_TOO_LATE = new TooHard(
  "the time for one claim (--time-limit) ran out while the question was made",
);

describe("SatSolver", () => {
  it("answers small questions and long ones", async () => {
    for (const count of [5, 8]) {
      assert.deepStrictEqual(await solverOf(pigeons(count)).check([], soon()), IMPOSSIBLE);
    }
  });

  it("names only the assumptions that an impossibility needs", async () => {
    const verdict = await solverOf([implies(a, not(b))]).check(["c", "a", "b"], soon());
    assert.deepStrictEqual(verdict, { result: "unsat", core: ["a", "b"] });
  });

  it("heeds what was said before it was asked, and after", async () => {
    const solver = new SatSolver();
    for (const flock of ["first", "second"]) {
      for (const clause of pigeons(8, flock)) solver.add(implies(atom(flock), clause));
      const verdict = await solver.check([flock], soon());
      assert.deepStrictEqual(verdict, { result: "unsat", core: [flock] });
    }
    assert.strictEqual((await solver.check([], soon())).result, "sat");
  });

  it("gives up soon after the deadline, lets others have their turn, and goes on if asked again", async () => {
    const solver = solverOf(pigeons(14).map((clause) => implies(a, clause)));
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const started = performance.now();
    await assert.rejects(solver.check(["a"], started + 1_000), OUT_OF_TIME);
    clearInterval(timer);
    const spent = performance.now() - started;
    assert.ok(spent >= 1_000 && spent < 6_000, String(spent));
    assert.ok(turns > 0, String(turns));
    assert.strictEqual((await solver.check([], soon())).result, "sat");
    await assert.rejects(solver.check(["a"], performance.now() + 100), OUT_OF_TIME);
  });

  it("answers nothing past the deadline", async () => {
    await assert.rejects(solverOf([a]).check([], performance.now()), MADE_TOO_LATE);
  });

  it("does not answer what has more literals than it may hold, and says so", async () => {
    const tooLarge = new TooHard(
      "more than 1000 literals in the clauses of one question (--limit literals=1000)",
    );
    const solver = new SatSolver({ mostLiterals: 1_000 });
    const wide = (row: number) => or(not(atom(`row ${row}`)), ...atoms(99));
    for (let row = 0; row < 10; row++) solver.add(wide(row));
    assert.strictEqual((await solver.check([], soon())).result, "sat");
    solver.add(or(a, b));
    await assert.rejects(solver.check([], soon()), tooLarge);
    // The same without any time left, because more time would not help.
    await assert.rejects(solver.check([], performance.now()), tooLarge);
  });

  it("does not go on once it has learned more literals than it may hold", async () => {
    const tooLarge = new TooHard(
      "more than 2000 literals in the clauses of one question (--limit literals=2000)",
    );
    const solver = solverOf(pigeons(10), 2_000);
    await assert.rejects(solver.check([], soon()), tooLarge);
    // It would find the answer now, but the limit still holds.
    await assert.rejects(solver.check([], soon()), tooLarge);
  });

  it("propagates through long clauses in time", async () => {
    const [first, ...others] = atoms(20_000) as [Formula, ...Formula[]];
    // The atoms become false from the beginning of the clause to its end, and the clause watches one after another.
    const order = others.reverse().map((one) => implies(first, one));
    const solver = solverOf([...order, or(...atoms(20_000))]);
    assert.strictEqual((await solver.check([], soon())).result, "sat");
  });

  it("answers nothing by a step that does not follow", async () => {
    const solver = solverOf([or(a, b)]);
    const lies: LogEntry[][] = [[], [{ clause: [0], event: "learned" }]];
    for (const result of ["unsat", "sat"] as const) {
      for (const log of lies.slice(result === "sat" ? 1 : 0)) {
        const lie = inPlaceOfSolver(
          (own) => {
            own.log.push(...log);
            return { result, core: [], isTrue: () => true };
          },
          () => solver.check([], soon()),
        );
        await assert.rejects(lie, /a step of a refutation does not follow/);
      }
    }
    assert.strictEqual((await solver.check([], soon())).result, "sat");
  });

  it("answers nothing by a step from a clause that was forgotten", async () => {
    const solver = solverOf([or(a, b), or(a, not(b), atom("c")), or(a, not(b), not(atom("c")))]);
    const clause = [0, 3];
    const lie = inPlaceOfSolver(
      (own) => {
        own.log.push({ clause, event: "learned" }, { clause, event: "forgotten" });
        own.log.push({ clause: [0], event: "learned" });
        return { result: "unsat", core: [] };
      },
      () => solver.check([], soon()),
    );
    await assert.rejects(lie, /a step of a refutation does not follow/);
  });
});

const [a, b] = [atom("a"), atom("b")];

function solverOf(formulas: Formula[], mostLiterals?: number): SatSolver {
  const solver = new SatSolver({ mostLiterals });
  for (const formula of formulas) solver.add(formula);
  return solver;
}

function atoms(count: number): Formula[] {
  return Array.from({ length: count }, (_, index) => atom(`atom ${index}`));
}

function soon(): number {
  return performance.now() + 60_000;
}
