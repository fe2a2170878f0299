import type { Formula } from "../formula";
import { ClauseSolver } from "./clause-solver";
import { type Clause, ClauseWriter, type Literal, negated } from "./clauses";
import type { Verdict } from "./conversation";
import { RefutationChecker } from "./refutation-checker";

/** Clauses that may be looked at for one question, which takes less than a twentieth of a second. */
const STEPS = 200_000;
/** Literals in all clauses. Of more, to read the question takes long already. */
const MOST_LITERALS = 1_000_000;

/** A conversation about small questions. It answers at once, or not: every impossibility by a refutation that has been checked. */
export function quickTalk() {
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

  /** Takes the refutation of these literals only where each of its steps follows from those before. */
  const confirm = (core: Literal[]) => {
    const steps: Clause[] = [...solver.learned.slice(checked), core.map(negated)];
    for (const step of steps) {
      if (!checker.follows(step)) throw new Error("a step of a refutation does not follow");
      checker.add(step);
    }
    checked = solver.learned.length;
  };

  return {
    add(formula: Formula): void {
      if (!isTooLarge()) writer.state(formula);
    },
    check(assumptions: string[]): Verdict {
      if (isTooLarge()) return { result: "unknown" };
      const answer = solver.solve(
        assumptions.map((name) => writer.atom(name)),
        STEPS,
      );
      switch (answer.result) {
        case "sat":
          return { result: "sat", truth: (name) => answer.isTrue(writer.known(name)) };
        case "unsat": {
          confirm(answer.core);
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
