import type { Formula } from "../formula";
import type { SatSolver } from "./conversation";
import { quickTalk } from "./quick";
import { z3Talk } from "./z3";

/** Who answers: this package's own solver what it can in a few steps, and Z3 the rest; or Z3 everything. */
export const SOLVERS = ["own-first", "z3"] as const;
export type SolverChoice = (typeof SOLVERS)[number];

/** Starts a conversation. */
export function satSolver(choice: SolverChoice): SatSolver {
  return choice === "z3" ? z3Talk() : ownFirst();
}

function ownFirst(): SatSolver {
  const quick = quickTalk();
  const formulas: Formula[] = [];
  let z3: SatSolver | undefined;
  return {
    add: (formula) => {
      quick.add(formula);
      if (z3) z3.add(formula);
      else formulas.push(formula);
    },
    check: async (assumptions, milliseconds) => {
      const verdict = quick.check(assumptions);
      if (verdict.result !== "unknown") return verdict;
      if (!z3) {
        z3 = z3Talk();
        for (const formula of formulas.splice(0)) z3.add(formula);
      }
      return z3.check(assumptions, milliseconds);
    },
    close: async () => z3?.close(),
  };
}
