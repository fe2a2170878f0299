import type { Formula } from "./formula";

export type Verdict =
  | { result: "unsat"; core: string[] }
  | { result: "sat"; truth: (name: string) => boolean }
  | { result: "unknown" };

/** One conversation with a solver: formulas are added, and never taken back. Several may go on at a time. */
export interface SatSolver {
  add(formula: Formula): void;
  /** Whether everything added holds together where these atoms are true. Gives up after `milliseconds`. */
  check(assumptions: string[], milliseconds: number): Promise<Verdict>;
  /** Ends the conversation, and gives its memory back. */
  close(): Promise<void>;
}
