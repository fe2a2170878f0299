import { ClauseSolver } from "./clause-solver";
import { type Clause, ClauseWriter, type Literal, negated } from "./clauses";
import type { Verdict } from "./conversation";
import type { Formula } from "./formula";
import { RefutationChecker } from "./refutation-checker";

/** Steps of the solver, and of the checker, for one question: together less than a tenth of a second. */
const STEPS = 200_000;
const CHECKING_STEPS = 1_000_000;
/** Literals in all clauses, given and learned. To write more takes long already. */
const MOST_LITERALS = 200_000;

/** A conversation about small questions, which answers at once or not. Of every impossibility the refutation has been checked. */
export interface QuickTalk {
  add(formula: Formula): void;
  check(assumptions: string[]): Verdict;
}

/** Starts a conversation. */
export function quickTalk(): QuickTalk {
  const solver = new ClauseSolver();
  const checker = new RefutationChecker();
  let literals = 0;
  let checked = 0;
  const isTooLarge = () => literals > MOST_LITERALS;
  const writer = new ClauseWriter((clause) => {
    literals += clause.length;
    if (isTooLarge()) return;
    solver.add(clause);
    checker.add(clause);
  });

  const take = (step: Clause) => {
    if (!checker.follows(step)) throw new Error("a step of a refutation does not follow");
    checker.add(step);
  };

  /** Whether these literals are refuted, each step following from those before. False where that takes too long to check. */
  const isRefuted = (core: Literal[]) => {
    const last = checker.stepsTaken + CHECKING_STEPS;
    for (; checked < solver.learned.length; checked++) {
      if (checker.stepsTaken > last) return false;
      take(solver.learned[checked] as Clause);
    }
    take(core.map(negated));
    return true;
  };

  const solve = (assumptions: Literal[]) => {
    const before = solver.learned.length;
    const answer = solver.solve(assumptions, STEPS);
    for (const clause of solver.learned.slice(before)) literals += clause.length;
    return answer;
  };

  return {
    add(formula) {
      if (!isTooLarge()) writer.state(formula);
    },
    check(assumptions) {
      if (isTooLarge()) return { result: "unknown" };
      const answer = solve(assumptions.map((name) => writer.atom(name)));
      switch (answer.result) {
        case "sat":
          return { result: "sat", truth: (name) => answer.isTrue(writer.known(name)) };
        case "unsat": {
          if (!isRefuted(answer.core)) return { result: "unknown" };
          const core = new Set(answer.core);
          return {
            result: "unsat",
            core: assumptions.filter((name) => core.has(writer.atom(name))),
          };
        }
        case "unknown":
          return answer;
      }
    },
  };
}
