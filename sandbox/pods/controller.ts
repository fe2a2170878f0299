import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { inParallel } from "iam-proof/collections";
import { type ClusterRecord, type ClusterRef, clusterKey } from "../clusters/records";
import type { Platform } from "../identity/platform";
import type { KubernetesObject } from "../kubernetes/model/object";
import { PODS } from "../kubernetes/model/resource-types";
import { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import { onChange } from "../kubernetes/objects/history";
import { reconcileDaemonSets, reportDaemonSets } from "./daemon-sets";
import { reconcileDeployments } from "./deployments";
import { dropRecords, mountDirectory } from "./mount-records";
import { rotationIntervalOf } from "./node/installed";
import { registerNodes } from "./node/register-nodes";
import { isOfDaemonSet } from "./objects/owned-pods";
import { hasEnded, isReady } from "./objects/pod-status";
import type { PodMounts } from "./pod-mounts";

export interface PodController {
  /** Starts with the pods in the store. */
  start(): void;
  /** Resolves when only retries and rotations remain. */
  settle(): Promise<void>;
  /** Finishes work in progress, stops, and removes what is mounted. */
  close(): Promise<void>;
}

const MOUNTS_AT_ONCE = 32;

interface ClusterLoop {
  running?: Promise<void>;
  again: boolean;
  /** Whether a change may let failed mounts succeed. */
  changed: boolean;
  timer?: NodeJS.Timeout;
}

/** Runs one loop for each cluster. A change during a run makes the loop run again. */
export function createPodController(
  platform: Platform,
  mounts: PodMounts,
  root: string,
  clock: () => Date,
  report: (error: unknown) => void,
): PodController {
  const { store } = platform;
  const objectsOf = (cluster: ClusterRef) => new ClusterObjects(store, cluster);
  const loops = new Map<string, ClusterLoop>();
  let closed = true;
  let unsubscribe = () => {};

  const wake = (cluster: ClusterRef, changed = false): void => {
    if (closed) return;
    const id = JSON.stringify([cluster.account, cluster.region, cluster.name]);
    const loop = loops.get(id) ?? { again: false, changed: false };
    loops.set(id, loop);
    loop.again = true;
    loop.changed ||= changed;
    clearTimeout(loop.timer);
    loop.running ??= run(cluster, loop).finally(() => {
      loop.running = undefined;
      if (loop.again) wake(cluster);
    });
  };

  const run = async (cluster: ClusterRef, loop: ClusterLoop): Promise<void> => {
    // Changes come in bursts, so the request that made this one is answered first.
    await new Promise((resolve) => setImmediate(resolve));
    let next: number | undefined;
    while (loop.again && !closed) {
      loop.again = false;
      if (loop.changed) retryPods(cluster);
      loop.changed = false;
      try {
        next = await reconcile(cluster);
      } catch (error) {
        report(error);
      }
    }
    if (next !== undefined && !closed) {
      const delay = Math.max(50, next - clock().getTime());
      loop.timer = setTimeout(() => wake(cluster), Math.min(delay, 2 ** 31 - 1));
      loop.timer.unref();
    }
  };

  /** Does what is due in one cluster. Returns when something is due again. */
  const reconcile = async (ref: ClusterRef): Promise<number | undefined> => {
    const cluster = store.get<ClusterRecord>(clusterKey(ref));
    if (!cluster) {
      await rm(join(root, ref.account, ref.region, ref.name), { recursive: true, force: true });
      return undefined;
    }
    const objects = objectsOf(cluster);
    reconcileDeployments(objects, clock());
    const nodes = registerNodes(platform, objects);
    reconcileDaemonSets(objects, nodes);
    const pods = objects.list(PODS);
    const bringUp = (some: KubernetesObject[]) =>
      inParallel(some, MOUNTS_AT_ONCE, async (pod) => !closed && mounts.bringUp(cluster, pod));
    // The pods that mount for others come first, as on a running node.
    await bringUp(pods.filter(isOfDaemonSet));
    reportDaemonSets(objects);
    const becameReady = await bringUp(pods.filter((pod) => !isOfDaemonSet(pod)));
    if (becameReady.includes(true)) reconcileDeployments(objects, clock());
    const due = await rotate(cluster);
    await removeOrphans(cluster);
    const waiting = objects.list(PODS).filter((pod) => !isReady(pod) && !hasEnded(pod));
    return earliest([due, ...waiting.map((pod) => mounts.retryAt(pod)).filter((at) => at > 0)]);
  };

  /** Remounts the pods whose rotation is due. Returns when the next one is due. */
  const rotate = async (cluster: ClusterRecord): Promise<number | undefined> => {
    const objects = objectsOf(cluster);
    const interval = rotationIntervalOf(objects);
    if (interval === undefined) return undefined;
    const pods = objects.list(PODS).filter(isReady);
    const now = clock().getTime();
    const due = pods.filter((pod) => mounts.mountedAt(pod) + interval <= now);
    await inParallel(due, MOUNTS_AT_ONCE, async (pod) => closed || mounts.remount(cluster, pod));
    return earliest(pods.map((pod) => mounts.mountedAt(pod) + interval));
  };

  const removeOrphans = async (cluster: ClusterRecord): Promise<void> => {
    const directory = join(root, cluster.account, cluster.region, cluster.name);
    const objects = objectsOf(cluster);
    const found: string[] = [];
    for (const namespace of await entries(directory)) {
      const pods = await entries(join(directory, namespace));
      found.push(...pods.map((pod) => join(directory, namespace, pod)));
    }
    // The pods are listed last, so that a pod that began meanwhile keeps its files.
    const living = objects.list(PODS).filter((pod) => !hasEnded(pod));
    const kept = new Set(living.map((pod) => mountDirectory(root, cluster, pod)));
    for (const path of found) {
      if (!kept.has(path)) await rm(path, { recursive: true, force: true });
    }
    dropRecords(objects);
    mounts.forget(livingPods());
  };

  const livingPods = (): Set<string> =>
    new Set(
      allClusters().flatMap((cluster) =>
        objectsOf(cluster)
          .list(PODS)
          .map(({ metadata }) => metadata.uid ?? ""),
      ),
    );

  const allClusters = (): ClusterRecord[] => store.values<ClusterRecord>(["eks-cluster"]);

  const retryPods = (cluster: ClusterRef): void => {
    for (const pod of objectsOf(cluster).list(PODS)) mounts.retryNow(pod);
  };

  return {
    start: () => {
      closed = false;
      unsubscribe = onChange(store, (cluster) => wake(cluster, true));
      for (const cluster of allClusters()) wake(cluster);
    },
    settle: async () => {
      for (;;) {
        const running = [...loops.values()].flatMap(({ running: work }) => work ?? []);
        if (running.length === 0) return;
        await Promise.all(running);
      }
    },
    close: async () => {
      closed = true;
      unsubscribe();
      for (const { timer } of loops.values()) clearTimeout(timer);
      await Promise.all([...loops.values()].map(({ running }) => running));
      await rm(root, { recursive: true, force: true });
    },
  };
}

function earliest(times: (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

async function entries(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch {
    return [];
  }
}
