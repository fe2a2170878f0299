import { type Answer, ClauseSolver } from "../../../../proof/prover/solver/clause-solver";

/** Runs it while this answers in the place of the solver of clauses. */
export async function inPlaceOfSolver<T>(
  answer: (solver: ClauseSolver) => Answer,
  run: () => T | Promise<T>,
): Promise<T> {
  const { solve: original } = ClauseSolver.prototype;
  // biome-ignore lint/correctness/useYield: it has no need to pause
  ClauseSolver.prototype.solve = function* () {
    return answer(this);
  };
  try {
    return await run();
  } finally {
    ClauseSolver.prototype.solve = original;
  }
}
