import type { SatSolver } from "./conversation";
import { type QuickTalk, quickTalk } from "./quick";
import { z3Talk } from "./z3";

/** Who answers: this package's own solver what it can in a few steps, and Z3 the rest; or Z3 everything. */
export const SOLVERS = ["own-first", "z3"] as const;
export type SolverChoice = (typeof SOLVERS)[number];

/** Starts a conversation. */
export function satSolver(choice: SolverChoice): SatSolver {
  return choice === "z3" ? z3Talk() : ownFirst();
}

/** What is too much for the own solver once is Z3's from then on, which starts only then. */
function ownFirst(): SatSolver {
  let own: QuickTalk | undefined = quickTalk();
  const z3 = z3Talk();
  return {
    add: (formula) => {
      own?.add(formula);
      z3.add(formula);
    },
    check: async (assumptions, milliseconds) => {
      const verdict = own?.check(assumptions);
      if (verdict && verdict.result !== "unknown") return verdict;
      own = undefined;
      return z3.check(assumptions, milliseconds);
    },
    close: async () => {
      if (!own) await z3.close();
    },
  };
}
