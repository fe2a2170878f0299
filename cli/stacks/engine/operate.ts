import { UserError } from "../../terminal/errors";
import { plainReason } from "../backend/plain-reason";
import { type CommandPlace, PulumiError } from "../backend/pulumi-command";
import { runWithEvents } from "./engine-events";
import { isLocked } from "./lock-holder";
import type { EventRecord } from "./record-events";
import { StoppedRun } from "./stack-engine";

/** Runs a command of the engine, which tells `record` of each event. Rejects with what went wrong in plain words, or with a `StoppedRun`. */
export async function operate(
  place: CommandPlace,
  command: string[],
  { errors, onEvent }: EventRecord,
  signal: AbortSignal,
): Promise<void> {
  // A terminal's Ctrl-C reaches the engine by itself; a second interrupt would end it at once.
  const interrupt = process.stdin.isTTY ? undefined : signal;
  try {
    await runWithEvents(place, command, onEvent, interrupt);
  } catch (error) {
    if (!(error instanceof PulumiError) || isLocked(error.message)) throw error;
    if (signal.aborted && errors.every(isCancellation)) throw new StoppedRun();
    throw new UserError(plainReason(errors.length > 0 ? errors : [withoutProgress(error.said)]));
  }
}

/** What the engine says where it was asked to stop. */
function isCancellation(words: string): boolean {
  return /^\w+ cancell?ed$/.test(words);
}

/** What the engine said, without what it tells of its progress. */
function withoutProgress(said: string): string {
  return said.replace(/(?<=^|\n)(?:Updating|Previewing|Destroying|Refreshing) [\s\S]*$/, "").trim();
}
