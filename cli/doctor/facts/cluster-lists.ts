import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { getOrMake, inParallel } from "iam-proof/collections";
import type { DaemonSet } from "../../clusters/found-in-cluster";
import { NO_ANSWER, type ReadObject } from "../../clusters/kubernetes-objects";
import type { Pod } from "../../clusters/pod-events";
import { CLASSES } from "../../clusters/pod-mounts";
import { AT_ONCE } from "../../documents/live/live-call";
import { UserError } from "../../terminal/errors";
import type { Seen } from "../step";
import type { Named } from "./cluster-facts";
import { runsProgram } from "./node-programs";
import { ifSeen, mapSeen, seen } from "./seen";

/** The object with a name. */
export function named<Item extends Named>(
  list: Seen<Item[]>,
  name: string,
): Seen<Item | undefined> {
  return mapSeen(list, (items) => items.find(({ metadata }) => metadata.name === name));
}

/** Reads a list from a cluster's API, for all namespaces or for one. */
export type ReadList = <Item>(
  root: string,
  plural: string,
  namespace?: string,
) => Promise<Seen<Item[]>>;

/**
 * Reads each list from a cluster's API once. After a list that did not come in time, no more are requested, because each would
 * have to be waited for.
 */
export function listsOf(cluster: ResolvedCluster, read: ReadObject): ReadList {
  const known = new Map<string, Promise<Seen<unknown[]>>>();
  let silence: Seen<never> | undefined;
  return <Item>(root: string, plural: string, namespace?: string) => {
    const place = namespace === undefined ? "" : `/namespaces/${namespace}`;
    const path = `${root}${place}/${plural}`;
    const what = `list ${plural} ${namespace === undefined ? "" : `in namespace ${namespace} `}of cluster ${cluster.id}`;
    const asked = getOrMake(known, path, async () => {
      if (silence) return silence;
      const list = await seen(what, what, async () => {
        const text = await read(path);
        return text === undefined && root === CLASSES ? [] : itemsOf(text, path, cluster);
      });
      if ("unseen" in list && list.unseen.endsWith(NO_ANSWER)) silence = list;
      return list;
    });
    return asked as Promise<Seen<Item[]>>;
  };
}

/** The items of a list, checked to have the members that steps use. */
function itemsOf(text: string | undefined, path: string, { id }: ResolvedCluster): unknown[] {
  const what = `the Kubernetes API of cluster ${id} answered`;
  if (text === undefined) throw new UserError(`${what} 404 to ${path}, which every cluster has`);
  try {
    const items: unknown = JSON.parse(text)?.items;
    const parts = ["metadata", ...(path.endsWith("/pods") ? ["spec"] : [])];
    const isWhole = (item: unknown) => parts.every((part) => Object(item)[part] instanceof Object);
    if (Array.isArray(items) && items.every(isWhole)) return items;
  } catch {
    // Then it is not a list either.
  }
  throw new UserError(`${what} no list of whole objects to ${path}`);
}

/** The pods of the DaemonSets that are not ready on every node. */
export async function podsOfSets(
  sets: Seen<DaemonSet[]>,
  nodes: Seen<Named[]>,
  lists: ReadList,
): Promise<Map<string, Seen<Pod[]>>> {
  const wanted = ifSeen(nodes)?.length ?? Number.POSITIVE_INFINITY;
  const lacking = (ifSeen(sets) ?? []).filter(
    (set) => runsProgram(set) && (set.status?.numberReady ?? 0) < wanted,
  );
  const found = await inParallel(lacking, AT_ONCE, async ({ metadata: set }) => {
    const isOwn = ({ metadata }: Pod) =>
      metadata.ownerReferences?.some(
        ({ kind, name }) => kind === "DaemonSet" && name === set?.name,
      );
    const pods = await lists<Pod>("/api/v1", "pods", set?.namespace);
    const own = mapSeen(pods, (all) => all.filter(isOwn));
    return [`${set?.namespace}/${set?.name}`, own] as const;
  });
  return new Map(found);
}
