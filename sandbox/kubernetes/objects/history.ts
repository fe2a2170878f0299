import { getOrMake } from "iam-proof/collections";
import type { ClusterRef } from "../../clusters/records";
import type { Store } from "../../store/store";
import type { KubernetesObject } from "../model/object";
import type { ResourceType } from "../model/resource-types";

export interface Change {
  version: number;
  type: ResourceType;
  before?: KubernetesObject;
  after?: KubernetesObject;
}

interface History {
  /** Oldest first. A change that a transaction undid stays until the next write takes its version. */
  changes: Change[];
  /** Every change after this version is known. */
  since: number;
  listeners: Set<() => void>;
  announced: boolean;
}

/** Number of changes that are remembered for a cluster. A watch that falls behind must list again, as with a real API server. */
const MOST = 5000;

const histories = new WeakMap<Store, Map<string, History>>();

export function currentVersion(store: Store, { account, region, name }: ClusterRef): number {
  return store.get<number>(["kubernetes-version", account, region, name]) ?? 0;
}

export function recordChange(store: Store, cluster: ClusterRef, change: Change): void {
  const history = historyOf(store, cluster, change.version - 1);
  while ((history.changes.at(-1)?.version ?? 0) >= change.version) history.changes.pop();
  history.changes.push(change);
  if (history.changes.length > MOST) history.since = history.changes.shift()?.version ?? 0;
  announce(history);
}

/** The changes after a version. Undefined if some of them are forgotten. */
export function changesAfter(
  store: Store,
  cluster: ClusterRef,
  version: number,
): Change[] | undefined {
  const current = currentVersion(store, cluster);
  const history = historyOf(store, cluster, current);
  if (version < history.since) return undefined;
  const start = history.changes.findLastIndex((change) => change.version <= version) + 1;
  return history.changes.slice(start).filter((change) => change.version <= current);
}

/** Calls `listener` soon after changes, until the returned function is called. */
export function onHistory(store: Store, cluster: ClusterRef, listener: () => void): () => void {
  const { listeners } = historyOf(store, cluster, currentVersion(store, cluster));
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function endHistory(store: Store, cluster: ClusterRef): void {
  const history = histories.get(store)?.get(idOf(cluster));
  histories.get(store)?.delete(idOf(cluster));
  if (history) announce(history);
}

function historyOf(store: Store, cluster: ClusterRef, version: number): History {
  const ofStore = getOrMake(histories, store, () => new Map<string, History>());
  return getOrMake(ofStore, idOf(cluster), () => ({
    changes: [],
    since: version,
    listeners: new Set(),
    announced: false,
  }));
}

/** Writes come in bursts, within transactions: listeners are called after all of them. */
function announce(history: History): void {
  if (history.announced || history.listeners.size === 0) return;
  history.announced = true;
  setImmediate(() => {
    history.announced = false;
    for (const listener of [...history.listeners]) listener();
  });
}

function idOf({ account, region, name }: ClusterRef): string {
  return `${account}/${region}/${name}`;
}

type Listener = (cluster: ClusterRef) => void;

const listeners = new WeakMap<Store, Set<Listener>>();

/** Tells watchers that something in a cluster changed: its objects or its nodes. */
export function announceChange(store: Store, cluster: ClusterRef): void {
  for (const listener of listeners.get(store) ?? []) listener(cluster);
}

/** Calls `listener` after each change, until the returned function is called. */
export function onChange(store: Store, listener: Listener): () => void {
  const known = listeners.get(store) ?? new Set();
  listeners.set(store, known.add(listener));
  return () => known.delete(listener);
}
