import type { StepId } from "../../doctor/step";

/** The exit code of each result. What was not seen does not count as right. */
export const CODES = { right: "ok", wrong: "refuted", "not seen": "error" } as const;

/** The options of `doctor`. */
export interface DoctorOptions {
  inventory: string;
  text?: string;
  explain?: string;
  object?: string;
  acceptUnseen?: StepId[];
  wait?: number;
  readParts?: true;
  json?: true;
}
