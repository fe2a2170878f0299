import type { Store } from "./store";

interface Waiting {
  /** Runs it; answers what settles its promise once the transaction has ended. */
  run(): () => void;
  reject(error: unknown): void;
}

/** Runs works that come at once in one transaction. A work must not write before it throws; all reject where the transaction fails. */
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
