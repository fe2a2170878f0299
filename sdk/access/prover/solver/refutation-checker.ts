import { type Clause, type Literal, negated } from "./clauses";

/** A clause, and how many of its literals are false. */
interface Counted {
  clause: Clause;
  falses: number;
}

/**
 * Checks refutations step by step: a clause follows if, all its literals supposed false, what single clauses then demand
 * contradicts itself (Goldberg and Novikov, 2003). It shares nothing with the solver whose steps it checks.
 */
export class RefutationChecker {
  /** Per literal: the clauses that it stands in. */
  private readonly standing: Counted[][] = [];
  /** Per literal. */
  private readonly isTrue: boolean[] = [];
  /** The literals that are true: what has been found so far, and then what is supposed for a question. */
  private readonly trues: Literal[] = [];
  /** Of how many of them it has been counted what they make false. */
  private counted = 0;
  private isContradictory = false;

  /** Adds a clause that holds. */
  add(clause: Clause): void {
    const one = { clause, falses: 0 };
    for (const literal of clause) {
      this.standingOf(literal).push(one);
      if (this.isTrue[negated(literal)]) one.falses += 1;
    }
    if (!this.isContradictory) this.isContradictory = !(this.heed(one) && this.conclude());
  }

  /** Whether the clause follows from those added. */
  follows(clause: Clause): boolean {
    if (this.isContradictory) return true;
    const before = this.trues.length;
    const isConsistent = clause.every((literal) => this.set(negated(literal))) && this.conclude();
    this.takeBack(before);
    return !isConsistent;
  }

  /** Draws all conclusions, or returns false where they contradict each other. */
  private conclude(): boolean {
    while (this.counted < this.trues.length) {
      const concerned = this.standingOf(negated(this.trues[this.counted++] as Literal));
      for (const one of concerned) one.falses += 1;
      if (!concerned.every((one) => this.heed(one))) return false;
    }
    return true;
  }

  /** Sets the literal that a clause demands, as all its others are false. Returns false where all are. */
  private heed({ clause, falses }: Counted): boolean {
    if (falses < clause.length - 1) return true;
    const open = clause.find((literal) => !this.isTrue[negated(literal)]);
    return open !== undefined && this.set(open);
  }

  /** Returns false where the literal is false. */
  private set(literal: Literal): boolean {
    if (this.isTrue[negated(literal)]) return false;
    if (!this.isTrue[literal]) {
      this.isTrue[literal] = true;
      this.trues.push(literal);
    }
    return true;
  }

  private takeBack(before: number): void {
    for (const literal of this.trues.slice(before, this.counted)) {
      for (const one of this.standingOf(negated(literal))) one.falses -= 1;
    }
    for (const literal of this.trues.splice(before)) this.isTrue[literal] = false;
    this.counted = before;
  }

  private standingOf(literal: Literal): Counted[] {
    const clauses = this.standing[literal] ?? [];
    this.standing[literal] = clauses;
    return clauses;
  }
}
