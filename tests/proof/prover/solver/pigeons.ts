import { type Answer, ClauseSolver } from "../../../../proof/prover/solver/clause-solver";
import { ClauseWriter } from "../../../../proof/prover/solver/clause-writer";
import {
  and,
  atom,
  type Clause,
  FACT,
  type Formula,
  not,
  or,
} from "../../../../proof/prover/solver/formula";

/** This many pigeons with one hole too few. It is impossible, and takes long to find out. */
export function pigeons(count: number, flock = ""): Formula[] {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const holes = numbers.slice(1).map((one) => one - 1);
  const sits = (pigeon: number, hole: number) => atom(`${flock}${pigeon} in ${hole}`);
  return [
    ...numbers.map((pigeon) => or(...holes.map((hole) => sits(pigeon, hole)))),
    ...holes.flatMap((hole) =>
      numbers.flatMap((one) =>
        numbers
          .filter((other) => other > one)
          .map((other) => not(and(sits(one, hole), sits(other, hole)))),
      ),
    ),
  ];
}

/** The same as clauses. */
export function pigeonClauses(count: number): Clause[] {
  const clauses: Clause[] = [];
  const writer = new ClauseWriter((clause) => clauses.push(clause));
  for (const formula of pigeons(count)) writer.state(formula, FACT);
  return clauses;
}

/** Runs something with this function in place of the solver of clauses. */
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
