import type { Store } from "./store";

/** A work that waits for the next transaction. */
interface Waiting {
  /** Runs it; answers what settles its promise once the transaction has ended. */
  run(): () => void;
  reject(error: unknown): void;
}

/**
 * Runs works that come at once in one transaction, so that many small writes wait for the disk once. A promise settles when the
 * transaction has ended: with the answer of its work, or with what the work threw. Such a work must not have written before it threw.
 * Where the transaction fails, as on a full disk, all of them reject.
 */
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
