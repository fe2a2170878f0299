import { messageOf } from "./errors";
import { canDraw, coloursOf } from "./output";
import { isProgressJson, tellEvent } from "./progress-form";

const WIDTH = 30;

/** The time before a bar is drawn, and between two events, in milliseconds. */
const PATIENCE = 1000;

/** Shows the progress of a long task, on a terminal or as events. */
export interface Progress {
  update(done: number, total: number): void;
  /** Removes the bar. */
  end(): void;
}

/** A bar on standard error. It appears after one second. */
export function progressBar(label: string): Progress {
  const { stderr } = process;
  if (isProgressJson()) return countEvents(label);
  if (!canDraw(stderr)) return { update: () => {}, end: () => {} };
  const started = Date.now();
  let drawn = 0;
  return {
    update: (done, total) => {
      const now = Date.now();
      if (now - started < PATIENCE || now - drawn < 100) return;
      drawn = now;
      // A wrapped line would stay when the bar is redrawn.
      const numbers = `${done}/${total}`;
      const width = Math.min(WIDTH, (stderr.columns || 80) - label.length - numbers.length - 3);
      const filled = Math.max(0, Math.round((width * done) / Math.max(1, total)));
      const bar = "█".repeat(filled) + "░".repeat(Math.max(0, width - filled));
      stderr.write(`\r${label} ${coloursOf(stderr).cyan(bar)} ${numbers}\u001b[K`);
    },
    end: () => {
      if (drawn > 0) stderr.write("\r\u001b[K");
    },
  };
}

/** Reports the first count, the last, and at most one per second in between. */
function countEvents(name: string): Progress {
  let told = Number.NEGATIVE_INFINITY;
  return {
    update: (done, total) => {
      const now = Date.now();
      if (now - told < PATIENCE && done < total) return;
      told = now;
      tellEvent({ event: "count", name, done, total });
    },
    end: () => {},
  };
}

/** Runs a task, and reports its beginning and end as events. If progress is text, the caller words both. */
export async function toldWork<Answer>(
  { name, text }: { name: string; text: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  tellEvent({ event: "begin", name, text });
  try {
    const answer = await work();
    tellEvent({ event: "end", name, result: "done" });
    return answer;
  } catch (error) {
    tellEvent({ event: "end", name, result: "failed", reason: messageOf(error) });
    throw error;
  }
}
