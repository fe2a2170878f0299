import { addTo } from "iam-proof/collections";

/** A task that waits for others, by name. */
export interface Scheduled {
  name: string;
  /** Names of the tasks that must be done first. Names that are not in the list are ignored. */
  dependsOn: readonly string[];
}

/** How a task ended. */
export type Outcome =
  | { result: "done" }
  | { result: "failed"; error: unknown }
  /** Not started: these dependencies are not done. */
  | { result: "waits"; for: string[] }
  /** Not started: everything was asked to stop. */
  | { result: "stopped" };

/**
 * Runs each task once its dependencies are done, at most `limit` at a time, in the order of the list. A failure only holds up
 * what depends on it. After `signal` is aborted nothing more is started, and running tasks are awaited.
 */
export async function schedule<T extends Scheduled>(
  items: readonly T[],
  limit: number,
  run: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const names = new Set(items.map(({ name }) => name));
  const waiting = new Set(items);
  const running = new Set<Promise<void>>();

  const begin = (item: T): void => {
    waiting.delete(item);
    const work: Promise<void> = run(item)
      .then(
        () => outcomes.set(item.name, { result: "done" }),
        (error: unknown) => outcomes.set(item.name, { result: "failed", error }),
      )
      .then(() => {
        running.delete(work);
      });
    running.add(work);
  };
  const isDone = (name: string) => !names.has(name) || outcomes.get(name)?.result === "done";

  for (;;) {
    for (const item of waiting) {
      if (signal?.aborted) break;
      if (running.size < limit && item.dependsOn.every(isDone)) begin(item);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  for (const { dependsOn, name } of waiting) {
    const open = dependsOn.filter((one) => !isDone(one));
    const isHeldUp = open.length > 0 && !signal?.aborted;
    outcomes.set(name, isHeldUp ? { result: "waits", for: open } : { result: "stopped" });
  }
  return outcomes;
}

/** The same tasks in reverse: the last comes first, and each waits for those that depended on it. */
export function reversed<T extends Scheduled>(items: readonly T[]): T[] {
  const dependants = new Map<string, string[]>();
  for (const { dependsOn, name } of items) {
    for (const one of dependsOn) addTo(dependants, one, name);
  }
  return items
    .toReversed()
    .map((item) => ({ ...item, dependsOn: dependants.get(item.name) ?? [] }));
}
