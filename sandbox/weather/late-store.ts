import { AsyncLocalStorage } from "node:async_hooks";
import type { Store, StoreKey, StoreWriter } from "../store/store";
import { type Lateness, longestLag } from "./late-records";

/** From where a call reads. */
export interface View {
  lateness: ReadonlyMap<string, Lateness>;
  /** How late it sees changes, as a share of the longest time. */
  lag: number;
  now: Date;
}

/** A store that calls read late. */
export interface LateStore extends Store {
  /** Runs a call that reads by this view. What runs outside any call reads what is true. */
  readBy<T>(view: View, run: () => T): T;
}

/** A change that some calls may not see yet. */
interface Change {
  key: StoreKey;
  before: unknown;
  at: number;
}

/**
 * A store of which calls see the changes of other calls in the order in which they were made, and late: each sees the state as it
 * was some time ago. `pace` is how fast that time goes.
 */
export function createLateStore(store: Store, pace: number): LateStore {
  const views = new AsyncLocalStorage<View>();
  /** Oldest first. */
  let changes: Change[] = [];
  let depth = 0;

  const lagOf = (kind: string): number => {
    const view = views.getStore();
    const late = view?.lateness.get(kind);
    if (!view || !late || (depth > 0 && !late.inTransactions)) return 0;
    return late.longest * view.lag * pace;
  };
  const unseen = (kind: string): Change[] => {
    const lag = lagOf(kind);
    const now = views.getStore()?.now.getTime() ?? 0;
    return lag === 0 ? [] : changes.filter(({ key, at }) => key[0] === kind && now - at < lag);
  };
  const note = (key: StoreKey) => {
    const view = views.getStore();
    if (!view || longestLag(key[0]) === 0) return;
    changes.push({ key, before: store.get(key), at: view.now.getTime() });
  };
  const forget = (now: number) => {
    changes = changes.filter(({ key, at }) => now - at < longestLag(key[0]) * pace);
  };

  const list = <T>(prefix: StoreKey, start = "") => {
    const found = new Map(store.list<T>(prefix, start).map((one) => [text(one.key), one]));
    // The oldest change that is not seen yet says what was there before all of them.
    for (const { key, before } of unseen(prefix[0]).toReversed()) {
      if (!isBelow(key, prefix, start)) continue;
      if (before === undefined) found.delete(text(key));
      else found.set(text(key), { key, value: before as T });
    }
    return [...found.values()].sort((a, b) => (text(a.key) < text(b.key) ? -1 : 1));
  };

  return {
    ...store,
    readBy: (view, run) => {
      forget(view.now.getTime());
      return views.run(view, run);
    },
    get: <T>(key: StoreKey) => {
      const first = unseen(key[0]).find((change) => isSame(change.key, key));
      return first ? (first.before as T | undefined) : store.get<T>(key);
    },
    list,
    values: <T>(prefix: StoreKey, start?: string) =>
      list<T>(prefix, start).map(({ value }) => value),
    transaction: <T>(work: (writer: StoreWriter) => T): T => {
      const before = changes.length;
      depth++;
      try {
        return store.transaction((writer) =>
          work({
            put: (key, value) => {
              note(key);
              writer.put(key, value);
            },
            remove: (key) => {
              note(key);
              writer.remove(key);
            },
          }),
        );
      } catch (error) {
        changes.length = before;
        throw error;
      } finally {
        depth--;
      }
    },
  };
}

function text(key: StoreKey): string {
  return key.join("\0");
}

function isSame(one: StoreKey, other: StoreKey): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function isBelow(key: StoreKey, prefix: StoreKey, start: string): boolean {
  return text(key).startsWith([...prefix, start].join("\0"));
}
