import { ActivityQueue } from "./activity-queue";
import { ConflictAnalysis } from "./conflict-analysis";
import { type Clause, type Literal, negated } from "./formula";
import { type LearnedClause, LearnedClauses, Restarts } from "./learned-clauses";
import { Propagation } from "./propagation";
import { FALSE, type HeldClause, TRUE, Trail, UNASSIGNED } from "./trail";

export type Answer =
  | { result: "sat"; isTrue: (literal: Literal | undefined) => boolean }
  | { result: "unsat"; core: Literal[] };

/** A clause that was learned from earlier ones, or a learned one that is no longer used. */
export interface LogEntry {
  clause: Clause;
  event: "learned" | "forgotten";
}

/** The number of steps (clauses and literals looked at) between two pauses: about a hundredth of a second. */
const STEPS_AT_ONCE = 250_000;

/**
 * Solves clauses by conflict-driven learning, like MiniSat (Eén and Sörensson, 2003): it decides literals, propagates what
 * clauses then demand, and learns a clause from each conflict at the first unique implication point. It decides the variable with
 * the most recent conflicts, with its last value. From time to time it restarts, and forgets learned clauses that were of little
 * use.
 */
export class ClauseSolver {
  /** What was learned and forgotten, in order, until it is taken. */
  readonly log: LogEntry[] = [];
  /** The total number of literals in given and learned clauses. */
  literals = 0;
  private isContradictory = false;
  private readonly trail = new Trail();
  private readonly propagation = new Propagation(this.trail);
  private readonly analysis = new ConflictAnalysis(this.trail);
  private readonly queue = new ActivityQueue();
  private readonly restarts = new Restarts();
  private readonly learned = new LearnedClauses();

  /** Adds a clause that holds from now on. It must not contain a literal twice. Must not be called during a question. */
  add(clause: Clause): void {
    for (const literal of clause) this.declare(literal);
    // Between questions nothing is decided, so what is false now stays false.
    const literals = clause.filter((literal) => this.trail.values[literal] !== FALSE);
    const [first, second] = literals;
    if (first === undefined) this.isContradictory = true;
    else if (second !== undefined) this.hold({ literals, isUsed: false, searched: 2 });
    else if (this.trail.values[first] === UNASSIGNED) this.trail.assign(first, undefined);
  }

  /** Whether all clauses can hold together with the assumptions. Pauses regularly, and may be abandoned then. */
  *solve(assumptions: readonly Literal[]): Generator<void, Answer> {
    for (const literal of assumptions) this.declare(literal);
    try {
      return yield* this.search(assumptions);
    } finally {
      this.backtrack(0);
    }
  }

  private *search(assumptions: readonly Literal[]): Generator<void, Answer> {
    let pause = this.trail.steps + STEPS_AT_ONCE;
    while (!this.isContradictory) {
      const conflict = this.propagation.propagate(pause);
      if (conflict) {
        if (this.trail.level === 0) this.isContradictory = true;
        else this.learn(conflict);
      } else if (this.trail.steps >= pause) {
        yield;
        pause = this.trail.steps + STEPS_AT_ONCE;
      } else if (this.learned.areTooMany) this.forget();
      else if (this.restarts.isDue) this.restart(assumptions.length);
      else {
        const answer = this.decide(assumptions);
        if (answer) return answer;
      }
    }
    return { result: "unsat", core: [] };
  }

  /** Decides the next assumption or, after them, another literal; or returns the answer. */
  private decide(assumptions: readonly Literal[]): Answer | undefined {
    const assumption = assumptions[this.trail.level];
    if (assumption !== undefined) {
      this.trail.steps += 1;
      if (this.trail.values[assumption] === FALSE) {
        return { result: "unsat", core: this.assumptionsAgainst(assumption) };
      }
      this.trail.decide(assumption);
      return undefined;
    }
    const variable = this.queue.next((one) => this.isUnassigned(one));
    if (variable === undefined) return this.model();
    this.trail.decide(this.trail.phases[variable] ? 2 * variable : negated(2 * variable));
    return undefined;
  }

  private isUnassigned(variable: number): boolean {
    this.trail.steps += 1;
    return this.trail.values[2 * variable] === UNASSIGNED;
  }

  private model(): Answer {
    const values = [...this.trail.values];
    return {
      result: "sat",
      isTrue: (literal) => literal !== undefined && values[literal] === TRUE,
    };
  }

  /** Adds the literal's variable. */
  private declare(literal: Literal): void {
    const { levels } = this.trail;
    for (let variable = levels.length; variable <= literal >> 1; variable++) {
      this.trail.add();
      this.propagation.addVariable();
      this.analysis.addVariable();
      this.queue.add(variable);
    }
  }

  /** Uses a clause of at least two literals from now on. */
  private hold(clause: HeldClause): void {
    this.literals += clause.literals.length;
    this.propagation.watch(clause);
  }

  /** Learns a clause, backtracks to where it forces its first literal, and assigns that. */
  private learn(conflict: HeldClause): void {
    const { clause, glue, variables } = this.analysis.learn(conflict);
    this.queue.raise(variables);
    this.restarts.heedConflict(glue);
    const [first, second] = clause as [Literal, Literal | undefined];
    this.backtrack(second === undefined ? 0 : (this.trail.levels[second >> 1] as number));
    const logged = [...clause];
    const learned: LearnedClause = { literals: clause, logged, glue, isUsed: true, searched: 2 };
    this.log.push({ clause: logged, event: "learned" });
    this.trail.assign(first, learned);
    if (second === undefined) return;
    this.hold(learned);
    this.learned.add(learned);
  }

  /** Restarts from the assumptions. */
  private restart(assumptions: number): void {
    this.restarts.heedRestart();
    this.backtrack(assumptions);
  }

  /** Restarts from nothing, so that no clause is a reason for something that may be undone, and forgets clauses. */
  private forget(): void {
    this.restart(0);
    const forgotten = this.learned.forgetSome();
    this.propagation.forget(forgotten);
    for (const { literals, logged } of forgotten) {
      this.literals -= literals.length;
      this.log.push({ clause: logged, event: "forgotten" });
    }
    this.trail.forgetPhases();
  }

  /** The assumptions that cannot all be true, including this one, which has just been found false. */
  private assumptionsAgainst(assumption: Literal): Literal[] {
    const core = [assumption];
    const seen = new Set([assumption >> 1]);
    for (const literal of this.trail.decided().reverse()) {
      if (!seen.has(literal >> 1)) continue;
      const reason = this.trail.reasons[literal >> 1];
      if (!reason) core.push(literal);
      for (const one of reason?.literals ?? []) seen.add(one >> 1);
    }
    return core;
  }

  /** Undoes the decision levels above this one. */
  private backtrack(level: number): void {
    for (const literal of this.trail.backtrack(level)) this.queue.release(literal >> 1);
    this.propagation.backtrack();
  }
}
