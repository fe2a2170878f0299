import type { StepId } from "../../doctor/step";

/** Exit code of each result; what was not seen is not right. */
export const CODES = { right: "ok", wrong: "refuted", "not seen": "error" } as const;

/** What `doctor` is asked for besides its readers. */
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
