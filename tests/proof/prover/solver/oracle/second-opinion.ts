import assert from "node:assert";
import { SatSolver } from "../../../../../proof/prover/solver/sat-solver";
import { type Z3Talk, z3Talk } from "./z3";

/** Milliseconds that Z3 has for a question. */
const ENOUGH = 60_000;

/** Runs it while Z3 is asked each question as well, and fails where it answers another. Gives how many there were. */
export async function withSecondOpinion(run: () => Promise<void>): Promise<number> {
  const { add, check } = SatSolver.prototype;
  const talks = new Map<SatSolver, Z3Talk>();
  const talkOf = (solver: SatSolver) => {
    const talk = talks.get(solver) ?? z3Talk();
    talks.set(solver, talk);
    return talk;
  };
  let questions = 0;
  SatSolver.prototype.add = function (formula) {
    talkOf(this).add(formula);
    add.call(this, formula);
  };
  SatSolver.prototype.check = async function (assumptions, deadline) {
    const verdict = await check.call(this, assumptions, deadline);
    const z3 = talkOf(this);
    questions += 1;
    assert.strictEqual(verdict.result, (await z3.check(assumptions, ENOUGH)).result);
    if (verdict.result === "unsat") {
      assert.strictEqual((await z3.check(verdict.core, ENOUGH)).result, "unsat");
    }
    return verdict;
  };
  try {
    await run();
  } finally {
    Object.assign(SatSolver.prototype, { add, check });
    await Promise.all([...talks.values()].map((talk) => talk.close()));
  }
  return questions;
}
