import { note } from "../output";

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
