/** A mistake in an inventory, where it stands and what to do about it. */
export interface PlacedProblem {
  /** The file as its reader named it. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  /** Keys that lead to the place, e.g. `readers.orders.reads[0]`. Empty for the whole file. */
  path: string;
  /** One sentence: the path, the rule, the value, and what to do. */
  message: string;
}
