import type { Clause } from "./formula";
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

/** Conflicts from one restart to the next, at the least. */
const FEWEST_CONFLICTS = 50;
/** Over how many conflicts, about, the lately learned clauses are averaged. */
const LATELY = 32;
/** How much worse than all clauses those lately learned must be. */
const WORSE = 1.25;

/** Tells when the search begins anew: once it learns worse clauses than usual, as in Glucose (Audemard and Simon, 2012). */
export class Restarts {
  private conflicts = 0;
  private conflictsSinceRestart = 0;
  /** Glue of all clauses learned, and the average of those lately learned. */
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
