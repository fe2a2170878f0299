import { availableParallelism } from "node:os";
import { getOrMake } from "iam-proof/collections";

import { type ExportedState, exportedState } from "./exported-state";

/** What a stack holds as its last run left it. */
export type StateReader = (stack: string) => Promise<ExportedState>;

/** Reads each stack once, however often it is asked for: each takes a run of the CLI, of which as many as processors go at once. */
export function stateReader(
  workDir: string,
  read = exportedState,
  limit = availableParallelism(),
): StateReader {
  const states = new Map<string, Promise<ExportedState>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  const inTurn = async (stack: string) => {
    if (running >= limit) await new Promise<void>((begin) => waiting.push(begin));
    else running++;
    try {
      return await read(workDir, stack);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
  return (stack) => getOrMake(states, stack, () => inTurn(stack));
}
