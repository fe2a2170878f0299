import { setTimeout as sleep } from "node:timers/promises";
import { getOrMake } from "../../../sdk/collections/maps";

/** How one process waits for others. In milliseconds. */
export interface Waiting {
  /** Between two looks at the backend. */
  pace: number;
  /** How long nothing at all may happen to a stack that is waited for. */
  patience: number;
  /** The same where its last run failed: it may be about to be repeated. */
  patienceAfterFailure: number;
}

const WAITING: Waiting = { pace: 2_000, patience: 3_600_000, patienceAfterFailure: 300_000 };

/** How the last run of a stack ended that the backend knows of, whoever ran it. */
export interface LastRun {
  /** It did what is being waited for, with the same inventory. */
  isDone: boolean;
  /** It did not end well. */
  isFailed: boolean;
  /** Differs from run to run. */
  version: string;
}

export interface OtherShardsOptions {
  lastRun(stack: string): Promise<LastRun>;
  signal: AbortSignal;
  waiting?: Waiting;
}

/**
 * Waits for stacks that other processes run. Answers whether a stack was done; false once a run that was not there at the first
 * look has failed, nothing has happened for an hour (five minutes after a failure), or `signal` is aborted. One question at a
 * time is asked, for all that wait.
 */
export function otherShards(options: OtherShardsOptions): (stack: string) => Promise<boolean> {
  const { lastRun, signal, waiting: { pace, patience, patienceAfterFailure } = WAITING } = options;
  const answers = new Map<string, Promise<boolean>>();
  let turn: Promise<unknown> = Promise.resolve();

  const ask = (stack: string): Promise<LastRun> => {
    const answer = turn.then(() => lastRun(stack));
    turn = answer.catch(() => {});
    return answer;
  };
  const wait = async (stack: string): Promise<boolean> => {
    const first = await ask(stack);
    let seen = first;
    let since = Date.now();
    while (!seen.isDone && !signal.aborted) {
      if (seen.isFailed && seen.version !== first.version) return false;
      if (Date.now() - since > (seen.isFailed ? patienceAfterFailure : patience)) return false;
      await sleep(pace, undefined, { signal }).catch(() => {});
      const now = await ask(stack);
      if (now.version !== seen.version) since = Date.now();
      seen = now;
    }
    return seen.isDone;
  };
  return (stack) => getOrMake(answers, stack, () => wait(stack));
}
