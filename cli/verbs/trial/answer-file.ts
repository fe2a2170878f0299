import { rename } from "node:fs/promises";
import * as z from "zod";

import { UserError } from "../../terminal/errors";
import { writeOutput } from "../../terminal/output-file";
import { readAtMost } from "../../terminal/read-at-most";
import { type TrialAnswer, trialShape } from "./shape";

/** Most bytes of a trial.json. */
const MOST = 10_000_000;

/** Reads a `trial.json`. One that is none is a `UserError`; `missing` tells what to do where there is no file. */
export async function readAnswer(file: string, missing: string): Promise<TrialAnswer> {
  const bytes = await readAtMost(file, MOST, missing);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new UserError(`${file} must be a trial.json: ${(error as Error).message}`);
  }
  const parsed = trialShape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(`${file} must be a trial.json: ${z.prettifyError(parsed.error)}`);
}

/** Writes one. A kill leaves the one before or this one, each whole. */
export async function writeAnswer(file: string, answer: TrialAnswer): Promise<void> {
  const whole = `${file}.new`;
  await writeOutput(whole, `${JSON.stringify(answer, null, 2)}\n`);
  await rename(whole, file);
}
