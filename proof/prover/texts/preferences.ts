import { atom, type Formula, holds, implies } from "../solver/formula";
import type { SatSolver } from "../solver/sat-solver";

/** An answer that is possible. */
interface Possible {
  model: { truth(name: string): boolean };
}

/** What is preferred of an answer, the first ones first. */
export class Preferences {
  /** How many of them the solver knows. */
  private known = 0;

  constructor(
    private readonly formulas: Formula[],
    private readonly solver: Pick<SatSolver, "add">,
  ) {}

  /** Looks for an answer that keeps more of them. `ask` gives one that keeps these, if there is one. */
  async improve<Answer extends Possible>(
    first: Answer,
    ask: (kept: string[]) => Promise<Answer | undefined>,
  ): Promise<Answer> {
    let best = first;
    const kept: string[] = [];
    for (const [index, formula] of this.formulas.entries()) {
      const name = `preference ${index}`;
      if (index >= this.known) this.solver.add(implies(atom(name), formula));
      this.known = Math.max(this.known, index + 1);
      if (holds(formula, best.model.truth)) {
        kept.push(name);
        continue;
      }
      const better = await ask([...kept, name]);
      if (!better) continue;
      best = better;
      kept.push(name);
    }
    return best;
  }
}
