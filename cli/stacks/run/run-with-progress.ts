import { messageOf } from "../../terminal/errors";
import { type StackRun, StoppedRun } from "../engine/stack-engine";
import type { LiveLines } from "./live-lines";

/** The result of a stack; only the time if it failed. */
export type RunReport<T> = Partial<T> & { seconds: number };

/** Runs one stack, and shows on its line what it does and how it ended. `ended` is also called if the run fails. */
export async function runWithProgress<T extends Pick<StackRun, "changes">>(
  { begins, lines, name }: { begins: string; lines: LiveLines; name: string },
  run: (onStep: (step: string) => void) => Promise<T>,
  ended: (report: RunReport<T>) => void,
): Promise<void> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 100) / 10;
  lines.now(name, begins);
  try {
    const did = await run((step) => lines.now(name, step));
    ended({ ...did, seconds: seconds() });
    lines.done(name, { result: "done", seconds: seconds(), changes: did.changes });
  } catch (error) {
    ended({ seconds: seconds() } as RunReport<T>);
    lines.done(name, { ...failureOf(error), seconds: seconds() });
    throw error;
  }
}

/** How a rejected run ended. */
export function failureOf(error: unknown): { result: "stopped" | "failed"; reason?: string } {
  if (error instanceof StoppedRun) return { result: "stopped" };
  return { result: "failed", reason: messageOf(error) };
}
