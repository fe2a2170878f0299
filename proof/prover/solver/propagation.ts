import { type Literal, negated } from "./formula";
import { FALSE, type HeldClause, TRUE, type Trail, UNASSIGNED } from "./trail";

/** Per literal: the clauses that watch it, and of each another literal, which makes the clause true where it is true. */
interface Watchers {
  clauses: HeldClause[];
  others: Literal[];
}

/** Assigns what clauses demand once all their other literals are false: each watches two that are not. */
export class Propagation {
  private readonly watchers: Watchers[] = [];
  /** How many literals of the trail have been propagated. */
  private propagated = 0;

  constructor(private readonly trail: Trail) {}

  /** Makes place for a variable. */
  addVariable(): void {
    this.watchers.push({ clauses: [], others: [] }, { clauses: [], others: [] });
  }

  /** Heeds a clause of at least two literals from now on. */
  watch(clause: HeldClause): void {
    const [first, second] = clause.literals as [Literal, Literal];
    this.addWatcher(first, clause, second);
    this.addWatcher(second, clause, first);
  }

  /** Heeds the clauses no more that are among these. */
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

  /** Heeds that the trail was cut. */
  backtrack(): void {
    this.propagated = Math.min(this.propagated, this.trail.literals.length);
  }

  /** Assigns what clauses demand, up to so many steps; or returns the clause that is false. */
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

  /** Visits the clauses that watch a literal, now that it is false; up to one that is false as a whole. */
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

  /** Puts the falsified literal second, or another in its place that is not false, unless the first is true. */
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

  /** Where a literal stands that is not false and not watched, or -1. It starts where the last one was (Gent, 2013). */
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
