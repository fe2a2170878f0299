import type { StepId } from "../../doctor/step";

/** What `doctor` is asked for besides its readers. */
export interface DoctorOptions {
  inventory: string;
  explain?: string;
  acceptUnseen?: StepId[];
  readParts?: true;
  json?: true;
}
