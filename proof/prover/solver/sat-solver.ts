import { type Answer, ClauseSolver } from "./clause-solver";
import { ClauseWriter } from "./clause-writer";
import {
  type Clause,
  type ClauseOrigin,
  FACT,
  type Formula,
  type Literal,
  negated,
  type Origin,
} from "./formula";
import { inTime, LIMITS, pastLimit, TooHard } from "./limits";
import { type Refutation, RefutationRecord } from "./refutation";
import { RefutationChecker } from "./refutation-checker";

export type Verdict =
  /** `refutation` returns the steps that show it, if they are kept. */
  | { result: "unsat"; core: string[]; refutation?: Refuted }
  | { result: "sat"; truth: (name: string) => boolean };

/** Returns the steps, and the literal for each of these parts of the question. */
export type Refuted = (named?: readonly Formula[]) => Refutation;

export interface SatSolverSettings {
  keepsRefutations?: boolean;
  mostLiterals?: number;
}

/** The number of checker steps between two looks at the clock: about a hundredth of a second. */
const STEPS_AT_ONCE = 250_000;

/**
 * A conversation, in which formulas are added and never removed. Several can go on at the same time. Everything that the solver
 * learns is checked before its answer is returned.
 */
export class SatSolver {
  private readonly solver = new ClauseSolver();
  private readonly checker = new RefutationChecker();
  private readonly writer = new ClauseWriter((clause, origin) => this.put(clause, origin));
  private readonly record: RefutationRecord | undefined;
  private readonly mostLiterals: number;
  private isTooLarge = false;

  /** `keepsRefutations`: whether to keep what was learned, and from what, for refutations. Defaults to false. */
  constructor({
    keepsRefutations = false,
    mostLiterals = LIMITS.literals.default,
  }: SatSolverSettings = {}) {
    this.mostLiterals = mostLiterals;
    this.record = keepsRefutations ? new RefutationRecord() : undefined;
  }

  add(formula: Formula, origin: Origin = FACT): void {
    if (!this.isTooLarge) this.writer.state(formula, origin);
  }

  /** Whether everything that was added can hold together with these atoms. Throws `TooHard` past the deadline or size limit. */
  async check(assumptions: string[], deadline: number): Promise<Verdict> {
    const answer = await this.solve(
      assumptions.map((name) => this.writer.atom(name)),
      deadline,
    );
    if (answer.result === "sat") {
      return { result: "sat", truth: (name) => answer.isTrue(this.writer.known(name)) };
    }
    this.take(answer.core.map(negated));
    const core = new Set(answer.core);
    const used = assumptions.filter((name) => core.has(this.writer.atom(name)));
    const refutation = this.record && this.refutationBy(this.record, used);
    return { result: "unsat", core: used, ...(refutation && { refutation }) };
  }

  private refutationBy(record: RefutationRecord, used: string[]): Refuted {
    return (named = []) => {
      const parts = named.map((one) =>
        one.op === "constant" ? one.value : this.writer.standFor(one),
      );
      const units = used.map((name) => this.writer.atom(name));
      return record.refutation(units, this.writer.meanings(), parts);
    };
  }

  private put(clause: Clause, origin: ClauseOrigin): void {
    if (this.isTooLarge) return;
    this.solver.add(clause);
    this.checker.add(clause);
    this.record?.add(clause, origin);
    this.heedSize();
  }

  /** Once it is too large, it stays so, because a clause may have been left out. */
  private heedSize(): void {
    this.isTooLarge ||= this.solver.literals > this.mostLiterals;
  }

  /** Other limits than the time are reported first, because more time would not help. */
  private requireSize(): void {
    if (!this.isTooLarge) return;
    throw new TooHard(pastLimit("literals", this.mostLiterals));
  }

  private async solve(assumptions: Literal[], deadline: number): Promise<Answer> {
    const search = this.solver.solve(assumptions);
    try {
      this.requireSize();
      inTime(deadline, "the question was made");
      for (;;) {
        const step = search.next();
        await this.checkLog(deadline);
        if (step.done) return step.value;
        this.heedSize();
        this.requireSize();
        await breathe(deadline, "an answer was searched for");
      }
    } finally {
      // If the search was abandoned, this undoes its decisions.
      search.return({ result: "unsat", core: [] });
    }
  }

  /** Checks what was learned since the last time. */
  private async checkLog(deadline: number): Promise<void> {
    const { log } = this.solver;
    let pause = this.checker.steps + STEPS_AT_ONCE;
    for (let entry = log.shift(); entry; entry = log.shift()) {
      if (entry.event === "learned") this.take(entry.clause);
      else this.checker.forget(entry.clause);
      if (this.checker.steps < pause) continue;
      await breathe(deadline, "the steps of a refutation were checked");
      pause = this.checker.steps + STEPS_AT_ONCE;
    }
  }

  private take(clause: Clause): void {
    const { record } = this;
    const heed = record && ((shown: Clause, by: Clause[]) => record.learn(shown, by));
    if (!this.checker.follows(clause, heed))
      throw new Error("a step of a refutation does not follow");
    this.checker.add(clause);
  }
}

/** Throws `TooHard` past the deadline. Lets other tasks run, such as the handler of Ctrl-C. */
async function breathe(deadline: number, doing: string): Promise<void> {
  inTime(deadline, doing);
  await new Promise((resolve) => setImmediate(resolve));
}
