import { messageOf } from "../../terminal/errors";
import type { ProgressEvent } from "../../terminal/progress-event";
import { isProgressJson, tellEvent } from "../../terminal/progress-form";
import type { TrialAnswer } from "./shape";
import { stopwatch } from "./trial-values";

/** Takes the steps of a trial, tells of each, and keeps what came of it. */
export interface Steps {
  taken: TrialAnswer["steps"];
  /** Takes a step that is not among those taken. Whether it is done. Rejects where the trial was interrupted. */
  take(step: string, work: () => Promise<unknown>): Promise<boolean>;
}

/** `taken`: what was taken before the trial was stopped. `keep`: is called after each step. */
export function createSteps({
  keep = async () => {},
  say,
  signal,
  taken = [],
}: {
  keep?: () => Promise<void>;
  say: (line: string) => void;
  signal: AbortSignal;
  taken?: TrialAnswer["steps"];
}): Steps {
  const tell = (event: ProgressEvent, line: string) => {
    if (isProgressJson()) tellEvent(event);
    else say(line);
  };
  const end = async (one: TrialAnswer["steps"][number]): Promise<boolean> => {
    const { step: name, ...rest } = one;
    const how = one.reason === undefined ? `done (${one.seconds} s)` : `failed: ${one.reason}`;
    tell({ event: "end", name, ...rest }, `${name}: ${how}`);
    taken.push(one);
    await keep();
    return one.result === "done";
  };
  return {
    taken,
    async take(step, work) {
      const before = taken.find((one) => one.step === step);
      if (before) return before.result === "done";
      signal.throwIfAborted();
      tell({ event: "begin", name: step, text: step }, `${step} ...`);
      const seconds = stopwatch();
      try {
        await work();
      } catch (error) {
        signal.throwIfAborted();
        const reason = messageOf(error);
        return end({ step, result: "failed", reason, seconds: seconds() });
      }
      return end({ step, result: "done", seconds: seconds() });
    },
  };
}
