import { type Literal, negated } from "./formula";
import { FALSE, type HeldClause, TRUE, type Trail, UNASSIGNED } from "./trail";

/** Per literal: the clauses that watch it, each with another of its literals. If that is true, the clause is true. */
interface Watchers {
  clauses: HeldClause[];
  others: Literal[];
}

/** Assigns literals that clauses demand because all their others are false. Each clause watches two literals that are not false. */
export class Propagation {
  private readonly watchers: Watchers[] = [];
  /** The number of propagated literals of the trail. */
  private propagated = 0;

  constructor(private readonly trail: Trail) {}

  /** Adds a variable. */
  addVariable(): void {
    this.watchers.push({ clauses: [], others: [] }, { clauses: [], others: [] });
  }

  /** Watches a clause of at least two literals from now on. */
  watch(clause: HeldClause): void {
    const [first, second] = clause.literals as [Literal, Literal];
    this.addWatcher(first, clause, second);
    this.addWatcher(second, clause, first);
  }

  /** Stops watching these clauses. */
  forget(clauses: ReadonlySet<HeldClause>): void {
    for (const watchers of this.watchers) {
      let kept = 0;
      for (const [index, clause] of watchers.clauses.entries()) {
        if (clauses.has(clause)) continue;
        watchers.clauses[kept] = clause;
        watchers.others[kept++] = watchers.others[index] as Literal;
      }
      watchers.clauses.length = kept;
      watchers.others.length = kept;
    }
  }

  /** Called when the trail was shortened. */
  backtrack(): void {
    this.propagated = Math.min(this.propagated, this.trail.literals.length);
  }

  /** Assigns what clauses demand, up to so many steps. Returns a clause that became false. */
  propagate(lastStep: number): HeldClause | undefined {
    const { literals } = this.trail;
    while (this.propagated < literals.length && this.trail.steps < lastStep) {
      const conflict = this.visit(negated(literals[this.propagated++] as Literal));
      if (conflict) return conflict;
    }
    return undefined;
  }

  private addWatcher(literal: Literal, clause: HeldClause, other: Literal): void {
    const { clauses, others } = this.watchers[literal] as Watchers;
    clauses.push(clause);
    others.push(other);
  }

  /** Visits the clauses that watch a literal that is now false, until one is false as a whole. */
  private visit(falsified: Literal): HeldClause | undefined {
    const { trail } = this;
    const { values } = trail;
    const watchers = this.watchers[falsified] as Watchers;
    const { clauses, others } = watchers;
    let conflict: HeldClause | undefined;
    let index = 0;
    let kept = 0;
    for (; index < clauses.length && !conflict; index++) {
      const clause = clauses[index] as HeldClause;
      let other = others[index] as Literal;
      if (values[other] !== TRUE) {
        if (this.watchesAnother(clause, falsified)) continue;
        other = clause.literals[0] as Literal;
        if (values[other] === FALSE) conflict = clause;
        else if (values[other] === UNASSIGNED) trail.assign(other, clause);
      }
      clauses[kept] = clause;
      others[kept++] = other;
    }
    this.trail.steps += index;
    if (kept < index) {
      clauses.splice(kept, index - kept);
      others.splice(kept, index - kept);
    }
    return conflict;
  }

  /** Moves the falsified literal to the second place, or replaces it there by one that is not false, unless the first is true. */
  private watchesAnother(clause: HeldClause, falsified: Literal): boolean {
    const { values } = this.trail;
    const { literals } = clause;
    if (literals[0] === falsified) {
      literals[0] = literals[1] as Literal;
      literals[1] = falsified;
    }
    const first = literals[0] as Literal;
    if (values[first] === TRUE) return false;
    const index = this.searchOn(clause);
    if (index < 2) return false;
    const literal = literals[index] as Literal;
    literals[1] = literal;
    literals[index] = falsified;
    this.addWatcher(literal, clause, first);
    return true;
  }

  /** The place of a literal that is neither false nor watched, or -1. The search starts at the last such place (Gent, 2013). */
  private searchOn(clause: HeldClause): number {
    const { values } = this.trail;
    const { literals, searched } = clause;
    const { length } = literals;
    for (let looked = 2; looked < length; looked++) {
      let index = searched + looked - 2;
      if (index >= length) index -= length - 2;
      if (values[literals[index] as Literal] === FALSE) continue;
      this.trail.steps += looked;
      clause.searched = index;
      return index;
    }
    this.trail.steps += length;
    return -1;
  }
}
