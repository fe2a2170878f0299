import type { StepId } from "../../doctor/step";

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
