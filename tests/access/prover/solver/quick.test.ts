import assert from "node:assert";
import type { Answer, ClauseSolver } from "../../../../sdk/access/prover/solver/clause-solver";
import { atom, type Formula, implies, not, or } from "../../../../sdk/access/prover/solver/formula";
import { quickTalk } from "../../../../sdk/access/prover/solver/quick";
import { inPlaceOfSolver } from "./in-place-of-solver";
import { pigeons } from "./pigeons";

const UNKNOWN = { result: "unknown" } as const;

describe("quickTalk", () => {
  it("answers small questions", () => {
    assert.deepStrictEqual(talkOf(pigeons(5)).check([]), { result: "unsat", core: [] });
  });

  it("answers nothing that takes many steps", () => {
    assert.deepStrictEqual(talkOf(pigeons(8)).check([]), UNKNOWN);
  });

  it("names only the assumptions that an impossibility needs", () => {
    const verdict = talkOf([implies(a, not(b))]).check(["c", "a", "b"]);
    assert.deepStrictEqual(verdict, { result: "unsat", core: ["a", "b"] });
  });

  it("answers nothing of many literals", () => {
    const one = atoms(1_000);
    const wide = Array.from({ length: 210 }, (_, row) => or(not(atom(`row ${row}`)), ...one));
    assert.strictEqual(talkOf(wide.slice(20)).check([]).result, "sat");
    assert.deepStrictEqual(talkOf(wide).check([]), UNKNOWN);
  });

  it("counts what it looks at in a long clause as steps", () => {
    const [first, ...others] = atoms(2_000) as [Formula, ...Formula[]];
    // The atoms become false from the clause's begin to its end, and it watches one after another.
    const order = others.reverse().map((one) => implies(first, one));
    assert.deepStrictEqual(talkOf([...order, or(...atoms(2_000))]).check([]), UNKNOWN);
  });

  it("answers no more once it has learned many literals", async () => {
    const talk = talkOf([a]);
    const learning = (solver: ClauseSolver): Answer => {
      solver.learned.push(new Array(200_000).fill(0));
      return { result: "sat", isTrue: () => true };
    };
    const verdict = await inPlaceOfSolver(learning, () => talk.check([]));
    assert.strictEqual(verdict.result, "sat");
    assert.deepStrictEqual(talk.check([]), UNKNOWN);
  });

  it("answers nothing whose refutation takes long to check", () => {
    // The solver does not watch the last literals of these clauses; the checker keeps count of them.
    const counted = Array.from({ length: 60_000 }, (_, index) =>
      or(a, not(a), not(atom(`${index % 6} in ${index % 5}`))),
    );
    assert.deepStrictEqual(talkOf([...counted, ...pigeons(6)]).check([]), UNKNOWN);
    assert.strictEqual(talkOf(pigeons(6)).check([]).result, "unsat");
  });

  it("calls nothing impossible by a refutation that is wrong", async () => {
    const talk = talkOf([or(a, b)]);
    for (const learned of [[], [[0], [1]]]) {
      const lie = (solver: ClauseSolver): Answer => {
        solver.learned.push(...learned);
        return { result: "unsat", core: [] };
      };
      await assert.rejects(
        inPlaceOfSolver(lie, () => talk.check([])),
        /a step of a refutation does not follow/,
      );
    }
    assert.strictEqual(talk.check([]).result, "sat");
  });
});

const [a, b] = [atom("a"), atom("b")];

function talkOf(formulas: Formula[]) {
  const talk = quickTalk();
  for (const formula of formulas) talk.add(formula);
  return talk;
}

function atoms(count: number): Formula[] {
  return Array.from({ length: count }, (_, index) => atom(`atom ${index}`));
}
