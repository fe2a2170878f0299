import type { Answer, ClauseSolver } from "../../../../proof/prover/solver/clause-solver";
import type { Literal } from "../../../../proof/prover/solver/formula";

/** What the solver answers in the end, and how often it paused before. */
export function answerOf(
  solver: ClauseSolver,
  assumptions: Literal[] = [],
): { answer: Answer; pauses: number } {
  const search = solver.solve(assumptions);
  for (let pauses = 0; ; pauses++) {
    const step = search.next();
    if (step.done) return { answer: step.value, pauses };
  }
}
