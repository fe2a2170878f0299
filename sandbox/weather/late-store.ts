import { AsyncLocalStorage } from "node:async_hooks";
import type { Store, StoreKey, StoreWriter } from "../store/store";

interface View {
  lateness: ReadonlyMap<string, Lateness>;
  lag: number;
  now: Date;
}

interface LateStore extends Store {
  /** Runs a call that reads by this view. Outside any call, reads see the true state. */
  readBy<T>(view: View, run: () => T): T;
}

/** A change that some calls may not see yet. */
interface Change {
  key: StoreKey;
  before: unknown;
  at: number;
}

/** A store in which calls see others' changes late and in order. `pace`: how slow that is. */
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
    // The oldest unseen change has the value before all of them.
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

/** Records that are read late: by whom, and how late at most, in milliseconds. */
interface LateRecords {
  kinds: string[];
  longest: number;
  /** The calls that read them late, as `SERVICE:OPERATION`. */
  readers: RegExp;
  /** Services that read them late even inside a transaction, because they never change them. */
  inTransactions: RegExp;
}

const NONE = /^(?!)/;

const LATE: LateRecords[] = [
  // IAM says that a change may take a while, without a time. Users report some seconds, rarely more than 20.
  {
    kinds: ["role", "user", "group", "policy", "iam-id"],
    longest: 20_000,
    readers: /./,
    inTransactions: /^(?!iam$)/,
  },
  // "Eventually consistent, and may take several seconds": EKS, CreatePodIdentityAssociation.
  {
    kinds: ["eks-association"],
    longest: 10_000,
    readers: /^eks-auth:/,
    inTransactions: NONE,
  },
  // KMS says the same of its keys: docs.aws.amazon.com/kms/latest/developerguide/accessing-kms.html.
  {
    kinds: ["kms-key", "kms-alias"],
    longest: 5_000,
    readers: /^(kms:|secretsmanager:GetSecretValue$)/,
    inTransactions: NONE,
  },
];

/** How late a call sees changes of a kind of record at most, and whether also inside a transaction. */
interface Lateness {
  longest: number;
  inTransactions: boolean;
}

/** What the calls of an operation read late, by the kind of record. */
export function latenessOf(service: string, operation: string): ReadonlyMap<string, Lateness> {
  const late = LATE.filter(({ readers }) => readers.test(`${service}:${operation}`));
  return new Map(
    late.flatMap(({ inTransactions, kinds, longest }) => {
      const lateness = { longest, inTransactions: inTransactions.test(service) };
      return kinds.map((kind) => [kind, lateness] as const);
    }),
  );
}

/** The time after which everyone sees a change of such a record. 0 if at once. */
export function longestLag(kind: string): number {
  return LATE.find(({ kinds }) => kinds.includes(kind))?.longest ?? 0;
}
