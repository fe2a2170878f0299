import { type Clause, type Literal, negated } from "./formula";

/**
 * Checks refutations step by step, by reverse unit propagation (RUP; Goldberg and Novikov, 2003): a clause follows if unit
 * propagation leads to a conflict after all its literals are assumed false. It visits two literals of each clause. It shares
 * nothing with the solver that it checks.
 */
export class RefutationChecker {
  /** The number of clauses and literals looked at so far. */
  steps = 0;
  /** Per literal: the clauses in which it is one of the first two. */
  private readonly visitors: Clause[][] = [];
  /** Per literal. */
  private readonly isTrue: boolean[] = [];
  /** The true literals in order of assignment: first those that always hold, then those assumed for a question. */
  private readonly trail: Literal[] = [];
  /** Per literal: the clause that demanded it, unless it was assumed. */
  private readonly reasons: (Clause | undefined)[] = [];
  private propagated = 0;
  /** The last clause that was found false. */
  private conflict: Clause | undefined;
  private isContradictory = false;

  /** Adds a clause that holds. From then on it belongs to the checker, which changes the order of its literals. */
  add(clause: Clause): void {
    if (this.isContradictory) return;
    for (const literal of clause) this.visitorsOf(literal | 1);
    // What is false now stays false.
    const [first, second] = clause.filter((literal) => !this.isFalse(literal));
    if (first !== undefined && second !== undefined) {
      swap(clause, 0, clause.indexOf(first));
      swap(clause, 1, clause.indexOf(second));
      this.visitorsOf(first).push(clause);
      this.visitorsOf(second).push(clause);
    } else if (first === undefined || !(this.assign(first, clause) && this.propagate())) {
      if (first === undefined) this.conflict = clause;
      this.isContradictory = true;
    }
  }

  /** Removes a clause that was added: the same object. */
  forget(clause: Clause): void {
    for (const literal of clause.slice(0, 2)) {
      const visitors = this.visitorsOf(literal);
      const index = visitors.indexOf(clause);
      if (index >= 0) visitors.splice(index, 1);
    }
  }

  /**
   * Whether the clause follows from the added ones. `heed` is told what was shown: the clause, or that the added clauses
   * contradict each other. It is also told by which clauses, in the order in which they become unit.
   */
  follows(clause: Clause, heed?: (shown: Clause, by: Clause[]) => void): boolean {
    if (this.isContradictory) {
      heed?.([], this.clausesBehindConflict([]));
      return true;
    }
    for (const literal of clause) this.visitorsOf(literal | 1);
    const before = this.trail.length;
    const isConsistent =
      clause.every((literal) => this.assign(negated(literal), undefined)) && this.propagate();
    if (!isConsistent) heed?.(clause, this.clausesBehindConflict(clause));
    for (const literal of this.trail.splice(before)) this.isTrue[literal] = false;
    this.propagated = before;
    return !isConsistent;
  }

  /** The clauses that led to the conflict, in order, after the literals of a clause were assumed false. */
  private clausesBehindConflict(supposed: Clause): Clause[] {
    const assumed = new Set(supposed.map((literal) => literal >> 1));
    const needed = new Set((this.conflict ?? []).map((literal) => literal >> 1));
    const found: Clause[] = this.conflict ? [this.conflict] : [];
    for (let index = this.trail.length - 1; index >= 0; index--) {
      const variable = (this.trail[index] as Literal) >> 1;
      const reason = this.reasons[this.trail[index] as Literal];
      if (!reason || !needed.has(variable) || assumed.has(variable)) continue;
      if (reason !== this.conflict) found.push(reason);
      for (const literal of reason) needed.add(literal >> 1);
    }
    return found.reverse();
  }

  /** Assigns everything that unit clauses demand. Returns false at a conflict. */
  private propagate(): boolean {
    while (this.propagated < this.trail.length) {
      if (!this.visit(negated(this.trail[this.propagated++] as Literal))) return false;
    }
    return true;
  }

  /** Visits the clauses of a literal that is now false. */
  private visit(falsified: Literal): boolean {
    const visitors = this.visitorsOf(falsified);
    this.steps += visitors.length;
    let kept = 0;
    let isConsistent = true;
    for (const clause of visitors) {
      if (isConsistent && this.visitsAnother(clause, falsified)) continue;
      visitors[kept++] = clause;
      isConsistent &&= this.assign(clause[0] as Literal, clause);
    }
    visitors.length = kept;
    return isConsistent;
  }

  /** Replaces the falsified literal by one that is not false, unless the clause's other visited literal is true. */
  private visitsAnother(clause: Clause, falsified: Literal): boolean {
    if (clause[0] === falsified) swap(clause, 0, 1);
    if (this.isTrue[clause[0] as Literal]) return false;
    for (let index = 2; index < clause.length; index++) {
      this.steps += 1;
      if (this.isFalse(clause[index] as Literal)) continue;
      swap(clause, 1, index);
      this.visitorsOf(clause[1] as Literal).push(clause);
      return true;
    }
    return false;
  }

  /** Assigns a literal. Returns false if it is already false. */
  private assign(literal: Literal, reason: Clause | undefined): boolean {
    if (this.isFalse(literal)) {
      this.conflict = reason ?? this.reasons[negated(literal)];
      return false;
    }
    if (!this.isTrue[literal]) {
      this.isTrue[literal] = true;
      this.reasons[literal] = reason;
      this.trail.push(literal);
    }
    return true;
  }

  private isFalse(literal: Literal): boolean {
    return this.isTrue[negated(literal)] === true;
  }

  private visitorsOf(literal: Literal): Clause[] {
    while (this.visitors.length <= literal) {
      this.visitors.push([]);
      this.isTrue.push(false);
      this.reasons.push(undefined);
    }
    return this.visitors[literal] as Clause[];
  }
}

function swap(clause: Clause, one: number, other: number): void {
  const literal = clause[one] as Literal;
  clause[one] = clause[other] as Literal;
  clause[other] = literal;
}
