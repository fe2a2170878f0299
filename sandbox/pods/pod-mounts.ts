import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { ClusterRecord } from "../clusters/records";
import type { KubernetesObject, PodSpec, Volume } from "../kubernetes/model/object";
import { MOUNT_STATUSES, PODS } from "../kubernetes/model/resource-types";
import { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import { groupCommit } from "../store/group-commit";
import { type EventNote, pullEvents, recordEvent, warning } from "./events";
import { mountDirectory, mountRecord } from "./mount-records";
import { DRIVER_NAME } from "./node/installed";
import { type Node, nodeFor, nodesOf } from "./node/node";
import { type NodeTools, publishVolume } from "./node/publish-volume";
import { hasEnded, isReady, type Stage, statusAt } from "./objects/pod-status";

/** What the node remembers about a pod while the process lives. */
interface PodMemory {
  failures: number;
  retryAt: number;
  mountedAt: number;
  log: string[];
  /** Why the last remount failed. The files are then those of an earlier one. */
  stale?: string;
  /** Names of the volumes that are completely mounted: after a kill, a directory may be half written. */
  mounted: Set<string>;
  /** The latest work on this pod. The next one waits for it. */
  work: Promise<unknown>;
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 10_000;
const LOG_LINES = 20;

export function secretVolumes(pod: KubernetesObject): Volume[] {
  const { volumes = [] } = pod.spec as unknown as PodSpec;
  return volumes.filter(({ csi }) => csi?.driver === DRIVER_NAME);
}

/** Why the scheduler finds no node for a pod among so many. */
function unschedulableOn(nodes: number): string {
  if (nodes === 0) return "no nodes available to schedule pods";
  return `0/${nodes} nodes are available: ${nodes} node(s) didn't match Pod's node affinity/selector. preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
}

/** Schedules pods, mounts and remounts their volumes, and remembers when to try again. */
export function createPodMounts(tools: NodeTools, root: string) {
  const { platform, clock } = tools;
  const { store } = platform;
  const objectsOf = (cluster: ClusterRecord) => new ClusterObjects(store, cluster);
  const memories = new Map<string, PodMemory>();
  const together = groupCommit(store);

  const memoryOf = (pod: KubernetesObject): PodMemory => {
    const uid = pod.metadata.uid ?? "";
    const known = memories.get(uid);
    if (known) return known;
    const made: PodMemory = {
      failures: 0,
      retryAt: 0,
      mountedAt: 0,
      log: [],
      mounted: new Set(),
      work: Promise.resolve(),
    };
    memories.set(uid, made);
    return made;
  };
  const current = (cluster: ClusterRecord, { metadata }: KubernetesObject) => {
    const pod = objectsOf(cluster).get(PODS, metadata.namespace, metadata.name);
    return pod?.metadata.uid === metadata.uid ? pod : undefined;
  };
  const note = (cluster: ClusterRecord, pod: KubernetesObject, event: EventNote) =>
    recordEvent(objectsOf(cluster), pod, event, clock());
  const exclusively = <T>(pod: KubernetesObject, work: () => Promise<T>): Promise<T> => {
    const memory = memoryOf(pod);
    const done = memory.work.then(work);
    memory.work = done.catch(() => undefined);
    return done;
  };

  /** Takes over what a running pod had mounted before the sandbox restarted. */
  const adopt = (cluster: ClusterRecord, pod: KubernetesObject): void => {
    const { mounted } = memoryOf(pod);
    for (const { name } of secretVolumes(pod)) {
      const there = existsSync(mountDirectory(root, cluster, pod, name));
      if (!there) mounted.delete(name);
      else if (isReady(pod)) mounted.add(name);
    }
  };

  /** Mounts the missing volumes, or all again. Returns the texts of failures. */
  const mountVolumes = async (
    cluster: ClusterRecord,
    pod: KubernetesObject,
    node: Node,
    remount: boolean,
  ): Promise<string[]> => {
    const memory = memoryOf(pod);
    const failures: string[] = [];
    for (const volume of secretVolumes(pod)) {
      const directory = mountDirectory(root, cluster, pod, volume.name);
      if (!remount) {
        if (memory.mounted.has(volume.name)) continue;
        await rm(directory, { recursive: true, force: true });
      }
      try {
        const files = await publishVolume(tools, {
          cluster,
          node,
          pod,
          volume,
          directory,
          remount,
          log: (line) => {
            memory.log = [...memory.log, line].slice(-LOG_LINES);
          },
        });
        memory.mounted.add(volume.name);
        const record = mountRecord(pod, volume, directory, files);
        await together(
          () => current(cluster, pod) && objectsOf(cluster).put(MOUNT_STATUSES, record),
        );
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        failures.push(message);
        const event = warning("kubelet", "FailedMount", message);
        await together(() => current(cluster, pod) && note(cluster, pod, event));
      }
    }
    memory.mountedAt = clock().getTime();
    if (!current(cluster, pod)) {
      await rm(mountDirectory(root, cluster, pod), { recursive: true, force: true });
    }
    return failures;
  };

  const isMounted = (pod: KubernetesObject): boolean =>
    secretVolumes(pod).every(({ name }) => memoryOf(pod).mounted.has(name));

  const putStatus = (cluster: ClusterRecord, pod: KubernetesObject, stage: Stage): void =>
    objectsOf(cluster).updateStatus(PODS, pod.metadata, statusAt(pod, stage, clock()));

  /** Returns why a pod with mounted volumes cannot start. */
  const pullImages = (cluster: ClusterRecord, pod: KubernetesObject): string[] => {
    const events = pullEvents(pod);
    if (events.length > 0 && current(cluster, pod)) {
      for (const event of events) note(cluster, pod, event);
      putStatus(cluster, pod, "pulling");
    }
    return events.slice(-1).map(({ message }) => message);
  };

  /** Gives a pod its node, and sets its status to mounting. Returns it with the node if it can be mounted. */
  const schedule = (cluster: ClusterRecord, seen: KubernetesObject) => {
    const pod = current(cluster, seen);
    if (!pod) return undefined;
    const objects = objectsOf(cluster);
    const node = nodeFor(platform, cluster, pod);
    if (!node) {
      const unschedulable = unschedulableOn(nodesOf(platform, cluster).size);
      note(cluster, pod, warning("default-scheduler", "FailedScheduling", unschedulable));
      putStatus(cluster, pod, { unschedulable });
      return undefined;
    }
    if (pod.spec?.nodeName === undefined) {
      objects.update(PODS, { ...pod, spec: { ...pod.spec, nodeName: node.name } });
      note(cluster, pod, {
        type: "Normal",
        reason: "Scheduled",
        message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${node.name}`,
        component: "default-scheduler",
      });
    }
    if (!isMounted(pod)) putStatus(cluster, pod, "mounting");
    return { node, pod: current(cluster, pod) ?? pod };
  };

  /** Mounts what a pod lacks until it runs. Returns why it does not run, or that it became ready. */
  const mountFirst = async (
    cluster: ClusterRecord,
    pod: KubernetesObject,
  ): Promise<{ isReady: boolean; failure?: string }> => {
    const memory = memoryOf(pod);
    adopt(cluster, pod);
    if (isReady(pod) && isMounted(pod)) return { isReady: false };
    const scheduled = await together(() => schedule(cluster, pod));
    if (!scheduled) return { isReady: false, failure: "no node runs the pod" };
    const [notMounted] = await mountVolumes(cluster, scheduled.pod, scheduled.node, false);
    const [notPulled] = notMounted ? [] : await together(() => pullImages(cluster, scheduled.pod));
    const failure = notMounted ?? notPulled;
    if (failure !== undefined) {
      memory.retryAt =
        clock().getTime() + Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** memory.failures);
      memory.failures += 1;
      return { isReady: false, failure };
    }
    memory.failures = 0;
    await together(() => putStatus(cluster, scheduled.pod, "running"));
    return { isReady: true };
  };

  return {
    /** Starts a pod if it is due. Returns whether it became ready. */
    bringUp: (cluster: ClusterRecord, seen: KubernetesObject): Promise<boolean> =>
      exclusively(seen, async () => {
        const pod = current(cluster, seen);
        if (!pod || hasEnded(pod) || memoryOf(pod).retryAt > clock().getTime()) return false;
        return (await mountFirst(cluster, pod)).isReady;
      }),

    /** Fetches a running pod's secrets again, or mounts a new pod. On failure the files stay, and it returns the reason. A pod that is gone has no failure. */
    remount: (cluster: ClusterRecord, seen: KubernetesObject): Promise<string | undefined> =>
      exclusively(seen, async () => {
        const pod = current(cluster, seen);
        if (!pod || hasEnded(pod)) return undefined;
        if (!isReady(pod)) {
          const { failure } = await mountFirst(cluster, pod);
          return current(cluster, pod) && failure;
        }
        const node = nodeFor(platform, cluster, pod);
        if (!node) return "no node runs the pod";
        const [failure] = await mountVolumes(cluster, pod, node, true);
        if (!current(cluster, pod)) return undefined;
        memoryOf(pod).stale = failure;
        if (failure === undefined) return undefined;
        const says =
          "the remount failed, so the files stay as they were mounted before, until the pod is replaced";
        note(cluster, pod, warning("sandbox", "StaleFiles", says));
        return failure;
      }),

    /** When to retry a pod that is not ready, in epoch milliseconds. */
    retryAt: (pod: KubernetesObject): number => memoryOf(pod).retryAt,

    mountedAt: (pod: KubernetesObject): number => memoryOf(pod).mountedAt,

    staleOf: (pod: KubernetesObject): string | undefined => memoryOf(pod).stale,

    /** Forgets failed mounts, because a change may let them succeed. */
    retryNow: (pod: KubernetesObject): void => {
      memoryOf(pod).retryAt = 0;
    },

    /** The last lines of the provider's log about a pod: reasons that its events do not show. */
    logOf: (pod: KubernetesObject): string[] => [...memoryOf(pod).log],

    forget: (kept: Set<string>): void => {
      for (const uid of memories.keys()) if (!kept.has(uid)) memories.delete(uid);
    },
  };
}

export type PodMounts = ReturnType<typeof createPodMounts>;
