import { readdirSync } from "node:fs";
import type { ClusterRecord } from "../clusters/records";
import type { PodSpec } from "../kubernetes/model/object";
import { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import type { Store } from "../store/store";
import { eventsOf } from "./events";
import { allPods, type ClusterPod, deploymentOf, serviceAccountOf } from "./find-pods";
import { mountDirectory } from "./mount-records";
import { type PodMounts, secretVolumes } from "./pod-mounts";

/** A pod as the sandbox's status shows it: names only, never what the files hold. */
export interface PodStatus {
  name: string;
  namespace: string;
  cluster: string;
  serviceAccount: string;
  deployment?: string;
  phase: string;
  mounts: { volume: string; path: string; secretProviderClass: string; files: string[] }[];
  events: { type: string; reason: string; message: string; time: string; count: number }[];
  /** The provider's log: why a fetch failed where the event only says that it did. */
  providerLog: string[];
}

export function statusOf(
  store: Store,
  root: string,
  mounts: PodMounts,
): { clusters: object[]; pods: PodStatus[] } {
  return {
    clusters: store
      .values<ClusterRecord>(["eks-cluster"])
      .map(({ arn, account, name, region }) => ({ arn, account, name, region })),
    pods: allPods(store).map((target) => podStatus(store, root, mounts, target)),
  };
}

export function podStatus(
  store: Store,
  root: string,
  mounts: PodMounts,
  { cluster, pod }: ClusterPod,
): PodStatus {
  const { containers } = pod.spec as unknown as PodSpec;
  const paths = containers.flatMap(({ volumeMounts }) => volumeMounts ?? []);
  return {
    name: pod.metadata.name,
    namespace: pod.metadata.namespace ?? "",
    cluster: cluster.arn,
    serviceAccount: serviceAccountOf(pod),
    deployment: deploymentOf(pod),
    phase: String(pod.status?.phase ?? "Pending"),
    mounts: secretVolumes(pod).map(({ name, csi }) => ({
      volume: name,
      path: paths.find((mount) => mount.name === name)?.mountPath ?? "",
      secretProviderClass: csi?.volumeAttributes?.secretProviderClass ?? "",
      files: filesIn(mountDirectory(root, cluster, pod, name)),
    })),
    events: eventsOf(new ClusterObjects(store, cluster), pod).map(
      ({ type, reason, message, lastTimestamp, count }) => ({
        type,
        reason,
        message,
        time: lastTimestamp,
        count,
      }),
    ),
    providerLog: mounts.logOf(pod),
  };
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => !name.startsWith("."))
      .sort();
  } catch {
    return [];
  }
}
