import * as z from "zod";

import { UserError } from "../../terminal/errors";
import { readAtMost } from "../../terminal/read-at-most";
import { type Differences, type TrialAnswer, trialShape } from "./shape";

/** Most bytes of a trial.json. */
const MOST = 10_000_000;

/** Reads a `trial.json`. One that is none, or that answers nothing, is a `UserError`. */
export async function readTrial(file: string): Promise<TrialAnswer> {
  const bytes = await readAtMost(file, MOST, "name the trial.json of a trial");
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new UserError(`${file} must be a trial.json: ${(error as Error).message}`);
  }
  const parsed = trialShape.safeParse(value);
  if (!parsed.success) {
    throw new UserError(`${file} must be a trial.json: ${z.prettifyError(parsed.error)}`);
  }
  const { attempts, id, result } = parsed.data;
  if (attempts.length > 0) return parsed.data;
  throw new UserError(
    `${file} must be of a trial that made attempts, got trial ${id}, which made none and is ${result}`,
  );
}

/**
 * Where the answers of two trials differ. AWS's are what is expected, the sandbox's what is observed; of two trials in one world
 * the first is what is expected.
 */
export function differences(first: TrialAnswer, second: TrialAnswer): Differences["differences"] {
  const isTurned = first.world === "sandbox" && second.world === "AWS";
  const [expected, observed] = (isTurned ? [second, first] : [first, second]).map(codes) as [
    Map<string, string>,
    Map<string, string>,
  ];
  const all = [...new Set([...expected.keys(), ...observed.keys()])];
  return all.flatMap((attempt) => {
    const one = {
      attempt,
      expected: expected.get(attempt) ?? "not tried",
      observed: observed.get(attempt) ?? "not tried",
    };
    return one.expected === one.observed ? [] : [one];
  });
}

/** What each attempt and each read was answered. */
function codes({ attempts, reads, revoked }: TrialAnswer): Map<string, string> {
  return new Map([
    ...[...attempts, ...revoked].map(({ attempt, code, result }): [string, string] => [
      ...([attempt, result === "succeeded" ? result : (code ?? result)] as const),
    ]),
    ...reads.map(({ by, code, object, reader, result, value }): [string, string] => [
      ...([`${reader} reads the ${value} value of ${object} by ${by}`, code ?? result] as const),
    ]),
  ]);
}
