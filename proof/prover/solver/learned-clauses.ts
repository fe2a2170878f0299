import type { Clause } from "./clause";
import type { HeldClause } from "./trail";

/** A clause that follows from those before it. */
export interface LearnedClause extends HeldClause {
  /** The clause as the log has it. */
  logged: Clause;
  /** How many decision levels its literals were of when it was learned (Audemard and Simon, 2009): the fewer, the better. */
  glue: number;
}

/** How many are kept at first, and how many more after each time that some are forgotten. */
const KEPT_AT_FIRST = 1_000;
const MORE_EACH_TIME = 100;
/** Of those that may be forgotten, the share that is. */
const FORGOTTEN_SHARE = 0.75;
/** Clauses of at most so many decision levels are kept for good. */
const LASTING_GLUE = 2;

/** The learned clauses, of which those of little use are forgotten now and then. */
export class LearnedClauses {
  private clauses: LearnedClause[] = [];
  private most = KEPT_AT_FIRST;

  get areTooMany(): boolean {
    return this.clauses.length > this.most;
  }

  add(clause: LearnedClause): void {
    this.clauses.push(clause);
  }

  /** Forgets most of those that no conflict has needed since the last time, those of the most decision levels first. */
  forgetSome(): Set<LearnedClause> {
    const candidates = this.clauses
      .filter(({ glue, isUsed }) => glue > LASTING_GLUE && !isUsed)
      .sort((a, b) => b.glue - a.glue || b.literals.length - a.literals.length);
    const forgotten = new Set(candidates.slice(0, Math.ceil(candidates.length * FORGOTTEN_SHARE)));
    this.clauses = this.clauses.filter((clause) => !forgotten.has(clause));
    for (const clause of this.clauses) clause.isUsed = false;
    this.most += MORE_EACH_TIME;
    return forgotten;
  }
}
