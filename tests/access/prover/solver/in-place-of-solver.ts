import { type Answer, ClauseSolver } from "../../../../sdk/access/prover/solver/clause-solver";

/** Runs it while this answers in the place of the own solver. */
export async function inPlaceOfSolver<T>(
  solve: (solver: ClauseSolver) => Answer,
  run: () => T | Promise<T>,
): Promise<T> {
  const { solve: original } = ClauseSolver.prototype;
  ClauseSolver.prototype.solve = function () {
    return solve(this);
  };
  try {
    return await run();
  } finally {
    ClauseSolver.prototype.solve = original;
  }
}
