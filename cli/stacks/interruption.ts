import { note } from "../terminal/output";
import { isStopped } from "./backend/pulumi-command";

/** A signal that is aborted by the first Ctrl-C or termination. Running stacks end after their present steps. */
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
 * The result of the work; undefined if it failed after an interruption. Ctrl-C on a terminal also reaches the CLI, which may end
 * before this process is told.
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
