import type { Clause } from "./formula";
import type { HeldClause } from "./trail";

/** A clause that follows from those before it. */
export interface LearnedClause extends HeldClause {
  /** The clause in the log. */
  logged: Clause;
  /** The number of decision levels of its literals when it was learned (Audemard and Simon, 2009). Fewer is better. */
  glue: number;
}

/** How many are kept at first, and how many more after each time that some are forgotten. */
const KEPT_AT_FIRST = 1_000;
const MORE_EACH_TIME = 100;
/** The share of forgettable clauses that is forgotten. */
const FORGOTTEN_SHARE = 0.75;
/** Clauses with at most this many decision levels are never forgotten. */
const LASTING_GLUE = 2;

/** The learned clauses. From time to time those of little use are forgotten. */
export class LearnedClauses {
  private clauses: LearnedClause[] = [];
  private most = KEPT_AT_FIRST;

  get areTooMany(): boolean {
    return this.clauses.length > this.most;
  }

  add(clause: LearnedClause): void {
    this.clauses.push(clause);
  }

  /** Forgets most of the clauses that no conflict has needed since the last time, first those with the most decision levels. */
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

/** The least number of conflicts between two restarts. */
const FEWEST_CONFLICTS = 50;
/** The approximate number of conflicts for the average of recent clauses. */
const LATELY = 32;
/** How much worse than all clauses the recent ones must be. */
const WORSE = 1.25;

/** Decides when the search restarts: when it learns worse clauses than usual, as in Glucose (Audemard and Simon, 2012). */
export class Restarts {
  private conflicts = 0;
  private conflictsSinceRestart = 0;
  /** The glue of all learned clauses, and the average of recent ones. */
  private glue = 0;
  private glueLately = 0;

  get isDue(): boolean {
    return (
      this.conflictsSinceRestart >= FEWEST_CONFLICTS &&
      this.glueLately * this.conflicts > WORSE * this.glue
    );
  }

  heedConflict(glue: number): void {
    this.conflicts += 1;
    this.conflictsSinceRestart += 1;
    this.glue += glue;
    this.glueLately += (glue - this.glueLately) / LATELY;
  }

  heedRestart(): void {
    this.conflictsSinceRestart = 0;
  }
}
