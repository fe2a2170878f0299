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
