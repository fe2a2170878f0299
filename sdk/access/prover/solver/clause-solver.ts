import { type Clause, type Literal, negated } from "./clauses";

export type Answer =
  | { result: "sat"; isTrue: (literal: Literal | undefined) => boolean }
  | { result: "unsat"; core: Literal[] }
  | { result: "unknown" };

/** Whether a literal is true, false, or neither yet. */
const TRUE = 1;
const FALSE = -1;
const OPEN = 0;

/**
 * A solver of clauses that learns from conflicts, as MiniSat does: it supposes literals, follows what each clause then
 * demands, and where that contradicts itself learns a clause that forbids it.
 */
export class ClauseSolver {
  /** Clauses learned so far: each follows from those given and those learned before it. */
  readonly learned: Clause[] = [];
  private isContradictory = false;
  /** Per literal. */
  private readonly values: number[] = [];
  /** Per literal: the clauses to look at when it becomes false; each stands with two of its literals, its first. */
  private readonly watching: Clause[][] = [];
  /** Per unknown: what made it true or false, and after how many suppositions. */
  private readonly reasons: (Clause | undefined)[] = [];
  private readonly levels: number[] = [];
  private readonly isSeen: boolean[] = [];
  /** The literals that are true, in their order; where each supposition began; up to where they have been followed. */
  private readonly trail: Literal[] = [];
  private readonly suppositions: number[] = [];
  private followed = 0;
  private readonly order = new RecentFirst();
  /** Per unknown: whether it was true when it last had a value. */
  private readonly wasTrue: boolean[] = [];
  private steps = 0;

  /** Adds a clause, to hold from now on. */
  add(clause: Clause): void {
    for (const literal of clause) this.know(literal);
    if (clause.some((literal) => clause.includes(negated(literal)))) return;
    // Nothing is supposed between questions, so what is false here is false for good.
    const able = clause.filter((literal) => this.values[literal] !== FALSE);
    const [only] = able;
    if (only === undefined) this.isContradictory = true;
    else if (able.length > 1) this.watch(able);
    else if (this.values[only] === OPEN) this.setTrue(only, able);
  }

  /** Whether all clauses hold together where these literals are true; unknown after so many steps. */
  solve(assumptions: readonly Literal[], steps: number): Answer {
    for (const literal of assumptions) this.know(literal);
    this.steps = steps;
    const answer = this.search(assumptions);
    this.returnTo(0);
    return answer;
  }

  private search(assumptions: readonly Literal[]): Answer {
    while (!this.isContradictory) {
      const conflict = this.follow();
      if (conflict) {
        if (this.suppositions.length === 0) this.isContradictory = true;
        else this.learnFrom(conflict);
        continue;
      }
      if (this.steps <= 0) return { result: "unknown" };
      const assumption = assumptions[this.suppositions.length];
      if (assumption === undefined) {
        const unknown = this.order.first((one) => this.values[2 * one] === OPEN);
        if (unknown === undefined) return this.found();
        this.suppose(this.wasTrue[unknown] ? 2 * unknown : negated(2 * unknown));
      } else if (this.values[assumption] === FALSE) {
        return { result: "unsat", core: this.assumptionsAgainst(assumption) };
      } else this.suppose(assumption);
    }
    return { result: "unsat", core: [] };
  }

  private found(): Answer {
    const values = [...this.values];
    return {
      result: "sat",
      isTrue: (literal) => literal !== undefined && values[literal] === TRUE,
    };
  }

  private know(literal: Literal): void {
    for (let unknown = this.levels.length; unknown <= literal >> 1; unknown++) {
      this.values.push(OPEN, OPEN);
      this.watching.push([], []);
      this.reasons.push(undefined);
      this.levels.push(0);
      this.isSeen.push(false);
      this.wasTrue.push(false);
      this.order.add(unknown);
    }
  }

  private watch(clause: Clause): void {
    this.watchersOf(clause[0] as Literal).push(clause);
    this.watchersOf(clause[1] as Literal).push(clause);
  }

  private watchersOf(literal: Literal): Clause[] {
    return this.watching[literal] as Clause[];
  }

  private setTrue(literal: Literal, reason: Clause | undefined): void {
    this.values[literal] = TRUE;
    this.values[negated(literal)] = FALSE;
    this.reasons[literal >> 1] = reason;
    this.levels[literal >> 1] = this.suppositions.length;
    this.trail.push(literal);
  }

  private suppose(literal: Literal): void {
    this.suppositions.push(this.trail.length);
    if (this.values[literal] === OPEN) this.setTrue(literal, undefined);
  }

  /** Sets what the clauses demand; or, where one of them can no longer hold, gives that. */
  private follow(): Clause | undefined {
    while (this.followed < this.trail.length) {
      const isFalse = negated(this.trail[this.followed++] as Literal);
      const conflict = this.visit(isFalse);
      if (conflict) return conflict;
    }
    return undefined;
  }

  /** Looks at the clauses that watch a literal which has become false. */
  private visit(isFalse: Literal): Clause | undefined {
    const watchers = this.watchersOf(isFalse);
    this.steps -= watchers.length;
    let kept = 0;
    let conflict: Clause | undefined;
    for (const clause of watchers) {
      if (!conflict && this.watchesAnother(clause, isFalse)) continue;
      watchers[kept++] = clause;
      const first = clause[0] as Literal;
      if (conflict || this.values[first] === TRUE) continue;
      if (this.values[first] === FALSE) conflict = clause;
      else this.setTrue(first, clause);
    }
    watchers.length = kept;
    return conflict;
  }

  /** Has the clause watch a literal that is not false in the place of this one, unless it holds already or there is none. */
  private watchesAnother(clause: Clause, isFalse: Literal): boolean {
    if (clause[0] === isFalse) {
      clause[0] = clause[1] as Literal;
      clause[1] = isFalse;
    }
    if (this.values[clause[0] as Literal] === TRUE) return false;
    for (let index = 2; index < clause.length; index++) {
      const literal = clause[index] as Literal;
      if (this.values[literal] === FALSE) continue;
      clause[1] = literal;
      clause[index] = isFalse;
      this.watchersOf(literal).push(clause);
      return true;
    }
    return false;
  }

  /** Learns the clause that would have kept the last supposition from this conflict, and goes back to where it demands something. */
  private learnFrom(conflict: Clause): void {
    const now = this.suppositions.length;
    const earlier: Literal[] = [];
    const seen: number[] = [];
    let open = 0;
    let index = this.trail.length;
    let reason = conflict;
    let literal: Literal | undefined;
    do {
      for (const one of reason) {
        const unknown = one >> 1;
        if (one === literal || this.isSeen[unknown] || this.levels[unknown] === 0) continue;
        this.isSeen[unknown] = true;
        seen.push(unknown);
        if (this.levels[unknown] === now) open += 1;
        else earlier.push(one);
      }
      do index -= 1;
      while (!this.isSeen[(this.trail[index] as Literal) >> 1]);
      literal = this.trail[index] as Literal;
      reason = this.reasons[literal >> 1] ?? [];
      open -= 1;
    } while (open > 0);
    for (const unknown of seen) this.isSeen[unknown] = false;
    this.order.moveToFront(seen);
    const levelOf = (one: Literal) => this.levels[one >> 1] as number;
    earlier.sort((a, b) => levelOf(b) - levelOf(a));
    const [next] = earlier;
    const clause = [negated(literal), ...earlier];
    this.learned.push([...clause]);
    this.returnTo(next === undefined ? 0 : levelOf(next));
    if (clause.length > 1) this.watch(clause);
    this.setTrue(negated(literal), clause);
  }

  /** The assumptions that cannot all be true, of which this one has just been found false. */
  private assumptionsAgainst(assumption: Literal): Literal[] {
    const core = [assumption];
    const seen = new Set([assumption >> 1]);
    const first = this.suppositions[0] ?? this.trail.length;
    for (let index = this.trail.length - 1; index >= first; index--) {
      const literal = this.trail[index] as Literal;
      if (!seen.has(literal >> 1)) continue;
      const reason = this.reasons[literal >> 1];
      if (!reason) core.push(literal);
      for (const one of reason ?? []) if (this.levels[one >> 1] !== 0) seen.add(one >> 1);
    }
    return core;
  }

  /** Takes back all but so many suppositions, and what followed from them. */
  private returnTo(level: number): void {
    const begin = this.suppositions[level];
    if (begin === undefined) return;
    for (const literal of this.trail.splice(begin)) {
      this.values[literal] = OPEN;
      this.values[negated(literal)] = OPEN;
      this.wasTrue[literal >> 1] = literal % 2 === 0;
      this.order.reopen(literal >> 1);
    }
    this.suppositions.length = level;
    this.followed = begin;
  }
}

/** Unknowns, those first that were in a conflict most recently. */
class RecentFirst {
  /** Per unknown: its neighbours, and when it was put first. */
  private readonly before: number[] = [];
  private readonly after: number[] = [];
  private readonly since: number[] = [];
  private head = NONE;
  private time = 0;
  /** None before it is without a value. */
  private next = NONE;

  add(unknown: number): void {
    this.before[unknown] = NONE;
    this.after[unknown] = NONE;
    this.putFirst(unknown);
  }

  /** The first that is open. */
  first(isOpen: (unknown: number) => boolean): number | undefined {
    while (this.next !== NONE && !isOpen(this.next)) this.next = this.after[this.next] as number;
    return this.next === NONE ? undefined : this.next;
  }

  reopen(unknown: number): void {
    if (this.next === NONE || this.sinceOf(unknown) > this.sinceOf(this.next)) this.next = unknown;
  }

  /** Puts these first, in the order that they have among themselves. */
  moveToFront(unknowns: number[]): void {
    unknowns.sort((a, b) => this.sinceOf(a) - this.sinceOf(b));
    for (const unknown of unknowns) {
      if (this.head === unknown) continue;
      const [before, after] = [this.before[unknown] as number, this.after[unknown] as number];
      if (this.next === unknown) this.next = after;
      this.after[before] = after;
      if (after !== NONE) this.before[after] = before;
      this.putFirst(unknown);
    }
  }

  private putFirst(unknown: number): void {
    this.before[unknown] = NONE;
    this.after[unknown] = this.head;
    if (this.head !== NONE) this.before[this.head] = unknown;
    this.head = unknown;
    this.since[unknown] = ++this.time;
    this.reopen(unknown);
  }

  private sinceOf(unknown: number): number {
    return this.since[unknown] as number;
  }
}

const NONE = -1;
