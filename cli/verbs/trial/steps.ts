import { messageOf } from "../../terminal/errors";
import type { TrialAnswer } from "./shape";
import { stopwatch } from "./trial-values";

/** Takes the steps of a trial, tells of each, and keeps what came of it. */
export interface Steps {
  taken: TrialAnswer["steps"];
  /** What the step answers; undefined where it failed. Rejects where the trial was interrupted. */
  take<T>(step: string, work: () => Promise<T>): Promise<T | undefined>;
}

export function createSteps(say: (line: string) => void, signal: AbortSignal): Steps {
  const taken: TrialAnswer["steps"] = [];
  return {
    taken,
    async take(step, work) {
      signal.throwIfAborted();
      say(`${step} ...`);
      const seconds = stopwatch();
      try {
        const answer = await work();
        taken.push({ step, result: "done", seconds: seconds() });
        say(`${step}: done (${seconds()} s)`);
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        const reason = messageOf(error);
        taken.push({ step, result: "failed", reason, seconds: seconds() });
        say(`${step}: failed: ${reason}`);
        return undefined;
      }
    },
  };
}
