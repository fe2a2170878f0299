import { messageOf } from "../../terminal/errors";
import { type StackRun, StoppedRun } from "../engine/stack-engine";
import type { LiveLines } from "./live-lines";

/** What came of one stack; nothing but the time where it failed. */
export type RunReport<T> = Partial<T> & { seconds: number };

/** Runs one stack, and says on its line what is done and how it ended. `ended` is also called when the run fails. */
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
    lines.done(name, `${name}: ${changesText(did.changes)} (${seconds()} s)`);
  } catch (error) {
    ended({ seconds: seconds() } as RunReport<T>);
    lines.done(name, `${name}: ${failureOf(error).result}`);
    throw error;
  }
}

/** How a run ended that rejected. */
export function failureOf(error: unknown): { result: "stopped" | "failed"; reason?: string } {
  if (error instanceof StoppedRun) return { result: "stopped" };
  return { result: "failed", reason: messageOf(error) };
}

/** `2 create, 1 unchanged`, or `no change`. */
export function changesText(changes: Record<string, number>): string {
  const entries = Object.entries(changes).filter(([, number]) => number > 0);
  if (entries.every(([op]) => op === "same")) return "no change";
  return entries.map(([op, number]) => `${number} ${op === "same" ? "unchanged" : op}`).join(", ");
}
