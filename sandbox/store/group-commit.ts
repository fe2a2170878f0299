import type { Store } from "./store";

interface Waiting {
  /** Runs the work. Returns what settles its promise after the transaction. */
  run(): () => void;
  reject(error: unknown): void;
}

/** Runs simultaneous works in one transaction. A work must not write before it throws. If the transaction fails, all reject. */
export function groupCommit(store: Store): <T>(work: () => T) => Promise<T> {
  let waiting: Waiting[] = [];
  const commit = () => {
    const works = waiting;
    waiting = [];
    try {
      for (const settle of store.transaction(() => works.map(({ run }) => run()))) settle();
    } catch (error) {
      for (const { reject } of works) reject(error);
    }
  };
  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(commit);
      const run = () => {
        try {
          const answer = work();
          return () => resolve(answer);
        } catch (error) {
          return () => reject(error);
        }
      };
      waiting.push({ run, reject });
    });
}
