import { UserError } from "../../terminal/errors";
import { joinVersions, ownVersions, type TrialOutcome } from "./answer";
import { readAnswer } from "./answer-file";
import { expiryOf, trialNames } from "./names";
import type { TrialAnswer } from "./shape";
import type { TrialDirectory } from "./trial-directory";

/** Steps of a trial that its resumption knows. */
export const STEP = {
  putFirst: "put the first values",
  readFirst: "read the first values",
  lookUp: "look up what was deployed",
  putSecond: "put the second values",
  readSecond: "read the second values",
  cutOff: "cut off the reader",
  removeAttempts: "remove what attempts have made",
  destroy: "destroy the stacks",
  removeRest: "remove what is left, found by its tag",
} as const;

/** What a trial has shown before it goes on. */
export interface Shown {
  outcome: TrialOutcome;
  steps: TrialAnswer["steps"];
}

/** What a stopped trial has shown, without what must come again: values and sessions were in memory only. */
export function shownBy(stopped: TrialAnswer): Shown {
  const { accounts: _, begun, id, result, seconds, steps, world, ...outcome } = stopped;
  const isTaken = (step: string) => steps.some((one) => one.step === step);
  const again: string[] = [];
  // Only steps before the removal need what it finds, and the removal may have begun.
  if (!isTaken(STEP.cutOff)) again.push(STEP.lookUp);
  if (!isTaken(STEP.readFirst)) again.push(STEP.putFirst);
  if (!isTaken(STEP.readSecond)) again.push(STEP.putSecond);
  const removal: string[] = [STEP.removeAttempts, STEP.destroy, STEP.removeRest];
  return {
    outcome: {
      ...outcome,
      versions: joinVersions(outcome.versions, ownVersions()),
      revoked: isTaken(STEP.cutOff) ? outcome.revoked : [],
      ...{ left: [], keys: [] },
      resumed: [...(outcome.resumed ?? []), new Date().toISOString()],
    },
    steps: steps.filter(
      (one) => !removal.includes(one.step) && !(one.result === "done" && again.includes(one.step)),
    ),
  };
}

/** Reads what a stopped trial has kept. One that cannot go on is a `UserError`. */
export async function stoppedTrial(
  id: string,
  directory: Pick<TrialDirectory, "answer">,
  now = new Date(),
): Promise<TrialAnswer> {
  const answer = await readAnswer(
    directory.answer,
    "run --resume in the directory in which you began the trial",
  );
  const removal = `eks-pod-secrets trial --remove ${id}`;
  if (answer.result !== "interrupted") {
    throw new UserError(
      `--resume must be the id of a trial that was stopped, got ${id}, which has ended: ${answer.result}; to remove what may be left: ${removal}`,
    );
  }
  const expiry = expiryOf(trialNames(id, new Date(answer.begun)));
  if (now < new Date(expiry)) return answer;
  throw new UserError(
    `trial ${id} expired at ${expiry}, and anybody may have removed some of it since: run ${removal}, then begin a new one`,
  );
}
