import type { Store } from "./store";

/**
 * Runs works that come at once in one transaction, so that many small writes wait for the disk once. A promise settles when the
 * transaction has ended: with the answer of its work, or with what the work threw. Such a work must not have written before it threw.
 */
export function groupCommit(store: Store): <T>(work: () => T) => Promise<T> {
  let waiting: (() => () => void)[] = [];
  const commit = () => {
    const works = waiting;
    waiting = [];
    for (const settle of store.transaction(() => works.map((work) => work()))) settle();
  };
  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push(() => {
        try {
          const answer = work();
          return () => resolve(answer);
        } catch (error) {
          return () => reject(error);
        }
      });
    });
}
