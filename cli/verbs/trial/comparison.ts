import { UserError } from "../../terminal/errors";
import { readAnswer } from "./answer-file";
import type { Differences, TrialAnswer } from "./shape";

/** Reads the `trial.json` of a trial that answers something; any other is a `UserError`. */
export async function readTrial(file: string): Promise<TrialAnswer> {
  const answer = await readAnswer(file, "name the trial.json of a trial");
  const { attempts, id, result } = answer;
  if (attempts.length > 0) return answer;
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
