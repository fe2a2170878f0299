import { type Clause, type Literal, negated } from "./clauses";

/** A clause, and how many of its literals are false. */
interface Counted {
  clause: Clause;
  falses: number;
}

/**
 * Checks refutations step by step, by reverse unit propagation (RUP; Goldberg and Novikov, 2003): a clause follows if, all
 * its literals assumed false, unit propagation ends in a conflict. It counts false literals, watches none, and shares
 * nothing with the solver whose steps it checks.
 */
export class RefutationChecker {
  /** Per literal: the clauses that it occurs in. */
  private readonly occurrences: Counted[][] = [];
  /** Per literal. */
  private readonly isTrue: boolean[] = [];
  /** The true literals in order of assignment: what holds for good, and then what is assumed for a question. */
  private readonly trail: Literal[] = [];
  /** Up to where on the trail the clauses have counted their false literals. */
  private counted = 0;
  private isContradictory = false;
  private steps = 0;

  /** How many clauses and literals have been looked at so far. */
  get stepsTaken(): number {
    return this.steps;
  }

  /** Adds a clause that holds. */
  add(clause: Clause): void {
    const one = { clause, falses: 0 };
    for (const literal of clause) {
      this.occurrencesOf(literal).push(one);
      if (this.isTrue[negated(literal)]) one.falses += 1;
    }
    if (!this.isContradictory) this.isContradictory = !(this.heed(one) && this.propagate());
  }

  /** Whether the clause follows from those added. */
  follows(clause: Clause): boolean {
    if (this.isContradictory) return true;
    const before = this.trail.length;
    const isConsistent =
      clause.every((literal) => this.assign(negated(literal))) && this.propagate();
    this.backtrack(before);
    return !isConsistent;
  }

  /** Assigns all that unit clauses demand, or returns false at a conflict. */
  private propagate(): boolean {
    while (this.counted < this.trail.length) {
      const concerned = this.occurrencesOf(negated(this.trail[this.counted++] as Literal));
      this.steps += concerned.length;
      for (const one of concerned) one.falses += 1;
      if (!concerned.every((one) => this.heed(one))) return false;
    }
    return true;
  }

  /** Assigns the literal that a clause demands, as all its others are false. Returns false where all are. */
  private heed({ clause, falses }: Counted): boolean {
    if (falses < clause.length - 1) return true;
    this.steps += clause.length;
    const open = clause.find((literal) => !this.isTrue[negated(literal)]);
    return open !== undefined && this.assign(open);
  }

  /** Returns false where the literal is false. */
  private assign(literal: Literal): boolean {
    if (this.isTrue[negated(literal)]) return false;
    if (!this.isTrue[literal]) {
      this.isTrue[literal] = true;
      this.trail.push(literal);
    }
    return true;
  }

  private backtrack(before: number): void {
    for (const literal of this.trail.slice(before, this.counted)) {
      for (const one of this.occurrencesOf(negated(literal))) one.falses -= 1;
    }
    for (const literal of this.trail.splice(before)) this.isTrue[literal] = false;
    this.counted = before;
  }

  private occurrencesOf(literal: Literal): Counted[] {
    while (this.occurrences.length <= literal) {
      this.occurrences.push([]);
      this.isTrue.push(false);
    }
    return this.occurrences[literal] as Counted[];
  }
}
