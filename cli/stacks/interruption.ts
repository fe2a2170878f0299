import { note } from "../terminal/output";
import { isStopped } from "./backend/pulumi-command";

/** Aborted by the first Ctrl-C or termination; the stacks in flight end after their steps. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (!controller.signal.aborted) note("stopping after the steps in flight");
    controller.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  return controller.signal;
}

/**
 * What the work answers; undefined where it failed after an interruption: a terminal's Ctrl-C reaches the CLI beneath it, too, and
 * that may end before this process is told.
 */
export async function unlessInterrupted<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || isStopped(error)) return undefined;
    throw error;
  }
}
