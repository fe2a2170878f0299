import type { ClusterRef } from "../../clusters/records";
import type { Store } from "../../store/store";

type Listener = (cluster: ClusterRef) => void;

const listeners = new WeakMap<Store, Set<Listener>>();

/** Tells whoever watches that something of a cluster changed: its objects or its nodes. */
export function announceChange(store: Store, cluster: ClusterRef): void {
  for (const listener of listeners.get(store) ?? []) listener(cluster);
}

/** Calls `listener` after each change, until the returned function is called. */
export function onChange(store: Store, listener: Listener): () => void {
  const known = listeners.get(store) ?? new Set();
  listeners.set(store, known.add(listener));
  return () => known.delete(listener);
}
