import { type Clause, type Literal, negated } from "./clauses";
import { MoveToFrontQueue } from "./move-to-front";

export type Answer =
  | { result: "sat"; isTrue: (literal: Literal | undefined) => boolean }
  | { result: "unsat"; core: Literal[] }
  | { result: "unknown" };

/** What is assigned to a literal. */
const TRUE = 1;
const FALSE = -1;
const UNASSIGNED = 0;

/**
 * Solves clauses by conflict-driven learning, as MiniSat does (Eén and Sörensson, 2003): it decides literals, propagates
 * what clauses then demand through two watched literals of each, and of each conflict learns a clause at the first unique
 * implication point. It decides the variable that was moved to the front last, with the value that it had before. It
 * neither restarts nor forgets: its questions are small.
 */
export class ClauseSolver {
  /** Each follows from the clauses given and those learned before it. */
  readonly learned: Clause[] = [];
  private isContradictory = false;
  /** Per literal. */
  private readonly values: number[] = [];
  /** Per literal: the clauses that watch it. A clause watches its first two literals. */
  private readonly watchers: Clause[][] = [];
  /** Per variable: the clause that demanded its value, unless it was decided; and the decision level of that. */
  private readonly reasons: (Clause | undefined)[] = [];
  private readonly levels: number[] = [];
  /** Per variable: its value when it was last assigned. */
  private readonly phases: boolean[] = [];
  private readonly isSeen: boolean[] = [];
  /** The true literals in order of assignment; where in it each decision level begins; how many have been propagated. */
  private readonly trail: Literal[] = [];
  private readonly decisions: number[] = [];
  private propagated = 0;
  private readonly queue = new MoveToFrontQueue();
  private steps = 0;

  /** Adds a clause, to hold from now on. No literal may stand in it twice. */
  add(clause: Clause): void {
    for (const literal of clause) this.declare(literal);
    // Between questions nothing is decided, so what is false now is false for good.
    const remaining = clause.filter((literal) => this.values[literal] !== FALSE);
    const [first] = remaining;
    if (first === undefined) this.isContradictory = true;
    else if (remaining.length > 1) this.watch(remaining);
    else if (this.values[first] === UNASSIGNED) this.assign(first, remaining);
  }

  /**
   * Whether all clauses hold together where the assumptions are true; unknown once it has taken so many steps, each
   * of which is a decision, or a variable, clause or literal looked at.
   */
  solve(assumptions: readonly Literal[], steps: number): Answer {
    for (const literal of assumptions) this.declare(literal);
    this.steps = steps;
    const answer = this.search(assumptions);
    this.backtrack(0);
    return answer;
  }

  private search(assumptions: readonly Literal[]): Answer {
    while (!this.isContradictory) {
      const conflict = this.propagate();
      if (conflict) {
        if (this.decisions.length === 0) this.isContradictory = true;
        else this.learn(conflict);
        continue;
      }
      if (this.steps <= 0) return { result: "unknown" };
      // The first decisions are the assumptions.
      const assumption = assumptions[this.decisions.length];
      if (assumption === undefined) {
        const variable = this.queue.first((one) => this.isUnassigned(one));
        if (variable === undefined) return this.model();
        this.decide(this.phases[variable] ? 2 * variable : negated(2 * variable));
      } else if (this.values[assumption] === FALSE) {
        return { result: "unsat", core: this.assumptionsAgainst(assumption) };
      } else this.decide(assumption);
    }
    return { result: "unsat", core: [] };
  }

  private isUnassigned(variable: number): boolean {
    this.steps -= 1;
    return this.values[2 * variable] === UNASSIGNED;
  }

  private model(): Answer {
    const values = [...this.values];
    return {
      result: "sat",
      isTrue: (literal) => literal !== undefined && values[literal] === TRUE,
    };
  }

  /** Makes place for the literal's variable. */
  private declare(literal: Literal): void {
    for (let variable = this.levels.length; variable <= literal >> 1; variable++) {
      this.values.push(UNASSIGNED, UNASSIGNED);
      this.watchers.push([], []);
      this.reasons.push(undefined);
      this.levels.push(0);
      this.phases.push(false);
      this.isSeen.push(false);
      this.queue.add(variable);
    }
  }

  private watch(clause: Clause): void {
    this.watchersOf(clause[0] as Literal).push(clause);
    this.watchersOf(clause[1] as Literal).push(clause);
  }

  private watchersOf(literal: Literal): Clause[] {
    return this.watchers[literal] as Clause[];
  }

  private assign(literal: Literal, reason: Clause | undefined): void {
    this.values[literal] = TRUE;
    this.values[negated(literal)] = FALSE;
    this.reasons[literal >> 1] = reason;
    this.levels[literal >> 1] = this.decisions.length;
    this.trail.push(literal);
  }

  /** Begins a decision level; of a literal that is true already, an empty one. */
  private decide(literal: Literal): void {
    this.steps -= 1;
    this.decisions.push(this.trail.length);
    if (this.values[literal] === UNASSIGNED) this.assign(literal, undefined);
  }

  /** Assigns what clauses demand, as long as there are steps left; or returns the clause that is false. */
  private propagate(): Clause | undefined {
    while (this.propagated < this.trail.length && this.steps > 0) {
      const literal = this.trail[this.propagated++] as Literal;
      const conflict = this.visitWatchers(negated(literal));
      if (conflict) return conflict;
    }
    return undefined;
  }

  private visitWatchers(falsified: Literal): Clause | undefined {
    const watchers = this.watchersOf(falsified);
    this.steps -= watchers.length;
    let kept = 0;
    let conflict: Clause | undefined;
    for (const clause of watchers) {
      if (!conflict && this.watchesAnother(clause, falsified)) continue;
      watchers[kept++] = clause;
      const first = clause[0] as Literal;
      if (conflict || this.values[first] === TRUE) continue;
      if (this.values[first] === FALSE) conflict = clause;
      else this.assign(first, clause);
    }
    watchers.length = kept;
    return conflict;
  }

  /** Puts the falsified literal second, or another in its place that is not false, unless the first is true. */
  private watchesAnother(clause: Clause, falsified: Literal): boolean {
    if (clause[0] === falsified) {
      clause[0] = clause[1] as Literal;
      clause[1] = falsified;
    }
    if (this.values[clause[0] as Literal] === TRUE) return false;
    let index = 2;
    while (index < clause.length && this.values[clause[index] as Literal] === FALSE) index += 1;
    this.steps -= index;
    if (index >= clause.length) return false;
    const literal = clause[index] as Literal;
    clause[1] = literal;
    clause[index] = falsified;
    this.watchersOf(literal).push(clause);
    return true;
  }

  /** Learns the clause of the first unique implication point, backtracks to where it demands a literal, and assigns that. */
  private learn(conflict: Clause): void {
    const { earlier, uip } = this.analyse(conflict);
    const levelOf = (literal: Literal) => this.levels[literal >> 1] as number;
    earlier.sort((a, b) => levelOf(b) - levelOf(a));
    const [latest] = earlier;
    const clause = [negated(uip), ...earlier];
    this.learned.push([...clause]);
    this.backtrack(latest === undefined ? 0 : levelOf(latest));
    if (clause.length > 1) this.watch(clause);
    this.assign(negated(uip), clause);
  }

  /**
   * Replaces literals of the conflict by their reasons until one of this decision level is left, without which there were no
   * conflict: the first unique implication point. Gives it, and the false literals of earlier levels.
   */
  private analyse(conflict: Clause): { uip: Literal; earlier: Literal[] } {
    const earlier: Literal[] = [];
    const seen: number[] = [];
    let pending = 0;
    let index = this.trail.length;
    let reason = conflict;
    let uip: Literal;
    do {
      for (const literal of reason) {
        const variable = literal >> 1;
        const level = this.levels[variable];
        if (this.isSeen[variable] || level === 0) continue;
        this.isSeen[variable] = true;
        seen.push(variable);
        if (level === this.decisions.length) pending += 1;
        else earlier.push(literal);
      }
      do index -= 1;
      while (!this.isSeen[(this.trail[index] as Literal) >> 1]);
      uip = this.trail[index] as Literal;
      reason = this.reasons[uip >> 1] ?? [];
      pending -= 1;
    } while (pending > 0);
    for (const variable of seen) this.isSeen[variable] = false;
    this.queue.moveToFront(seen);
    return { uip, earlier };
  }

  /** The assumptions that cannot all be true, of which this one has just been found false. */
  private assumptionsAgainst(assumption: Literal): Literal[] {
    const core = [assumption];
    const seen = new Set([assumption >> 1]);
    const first = this.decisions[0] ?? this.trail.length;
    for (let index = this.trail.length - 1; index >= first; index--) {
      const literal = this.trail[index] as Literal;
      if (!seen.has(literal >> 1)) continue;
      const reason = this.reasons[literal >> 1];
      if (!reason) core.push(literal);
      for (const one of reason ?? []) seen.add(one >> 1);
    }
    return core;
  }

  /** Takes back the decision levels above this one. */
  private backtrack(level: number): void {
    const begin = this.decisions[level];
    if (begin === undefined) return;
    for (const literal of this.trail.splice(begin)) {
      this.values[literal] = UNASSIGNED;
      this.values[negated(literal)] = UNASSIGNED;
      this.phases[literal >> 1] = literal % 2 === 0;
      this.queue.release(literal >> 1);
    }
    this.decisions.length = level;
    this.propagated = begin;
  }
}
