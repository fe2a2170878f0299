import { setTimeout as sleep } from "node:timers/promises";

import { ALL_ATTEMPTS } from "../../../attempts/all-attempts";
import { type Attempt, make, type Need } from "../../../attempts/attempt";
import type { Scene } from "../../../attempts/scene";
import type { TrialAnswer, TriedAttempt } from "./shape";
import type { Cast } from "./trial-scene";
import { stopwatch } from "./trial-values";

/** Attempts that a trial makes, and those that it leaves out because its inventory lacks what they need. */
export interface ChosenAttempts {
  tried: Attempt[];
  leftOut: TrialAnswer["leftOut"];
}

export function attemptsFor({ namesake, secondCluster, third }: Cast): ChosenAttempts {
  const had: Record<Need, unknown> = {
    "a third account": third,
    "a cluster of the same name in a third account": namesake,
    "a second cluster in the readers' account": secondCluster,
  };
  const tried = ALL_ATTEMPTS.filter(({ needs }) => needs === undefined || had[needs]);
  const leftOut = ALL_ATTEMPTS.flatMap((one) =>
    one.needs === undefined || tried.includes(one) ? [] : { attempt: one.name, needs: one.needs },
  );
  return { tried, leftOut };
}

/** How often an attempt is made that could not be made, and what lies between. In milliseconds. */
const TRIES = 3;
const PACE = 5_000;

/** Makes an attempt; again where it could not be made and has changed nothing. */
export async function tryAttempt(attempt: Attempt, scene: Scene): Promise<TriedAttempt> {
  const seconds = stopwatch();
  for (let left = attempt.changes ? 0 : TRIES - 1; ; left--) {
    const { attempt: _, kind, ...answer } = await make(attempt, scene);
    if (kind !== "not made" || left === 0) {
      const { name, refusedWith: expected } = attempt;
      return { attempt: name, expected, result: kind, ...answer, seconds: seconds() };
    }
    await sleep(PACE);
  }
}
