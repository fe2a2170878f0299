import type { ResolvedReader } from "eks-pod-secrets/grant";
import { subdomain } from "eks-pod-secrets/rules";
import { type KubernetesEvent, mountFailure, type Pod, secretVolumes } from "./pod-events";

/** What a cluster says about the mount of one of a reader's pods. */
export interface PodMount {
  pod: string;
  /**
   * `waiting`: the mount takes too long. `begun`: too early to tell. `ended`: the pod no longer reads. `elsewhere`: it mounts
   * something else.
   */
  state: "mounted" | "waiting" | "begun" | "ended" | "elsewhere";
  /** A remark about a pod that has not mounted the reader's class, or cannot mount it again. */
  says?: string;
  /** Whether the last message of the driver or kubelet is that it cannot mount. */
  isFailed?: true;
  /** The event with that message. It may contain text from tenants. */
  failure?: string;
  /** The version of each mounted file, by its name, as recorded by the driver; undefined without a record. */
  versions?: ReadonlyMap<string, string>;
}

/** The root path of the API of SecretProviderClasses. */
export const CLASSES = "/apis/secrets-store.csi.x-k8s.io/v1";

/**
 * How long a pod may wait for its mount before that counts as a failure: the kubelet tries again within two minutes. In
 * milliseconds.
 */
export const WAITING = 2 * 60_000;

/** The objects of a namespace that tell how far its pods' mounts are. */
export interface MountObjects {
  pods: readonly Pod[];
  statuses: readonly MountStatus[];
  events: readonly KubernetesEvent[];
}

/** The mounts of a reader's pods in every phase, from the objects of its namespace. */
export function mountsIn(
  {
    secretProviderClass,
    serviceAccount,
  }: Pick<ResolvedReader, "secretProviderClass" | "serviceAccount">,
  { events, pods, statuses }: MountObjects,
  now: number,
): PodMount[] {
  const mounting = pods.filter(
    (pod) => pod.spec.serviceAccountName === serviceAccount && secretVolumes(pod).length > 0,
  );
  return mounting.map((pod): PodMount => {
    const { name } = pod.metadata;
    if (hasEnded(pod)) {
      return { pod: name, state: "ended", says: `pod ${name} has ended` };
    }
    const recorded = statuses.find(
      ({ status }) =>
        status?.podName === name && status.secretProviderClassName === secretProviderClass,
    );
    const objects = recorded?.status?.objects ?? [];
    const failure = mountFailure(pod, events, now, recordedAt(recorded));
    const isMounted = recorded !== undefined || pod.status?.phase === "Running";
    if (isMounted && classesOf(pod).includes(secretProviderClass)) {
      return {
        ...{ pod: name, state: "mounted" },
        ...(recorded && { versions: new Map(objects.map(({ id, version }) => [id, version])) }),
        ...(failure !== undefined && {
          ...{ isFailed: true, failure },
          says: `the files of pod ${name} are from before a mount that failed: ${failure}`,
        }),
      };
    }
    return notMounted(pod, secretProviderClass, failure, now);
  });
}

function notMounted(
  pod: Pod,
  secretProviderClass: string,
  failure: string | undefined,
  now: number,
): PodMount {
  const { name } = pod.metadata;
  if (failure !== undefined) {
    const says = `pod ${name} cannot mount: ${failure}`;
    return { pod: name, state: "waiting", isFailed: true, failure, says };
  }
  if (!classesOf(pod).includes(secretProviderClass)) {
    const says = `pod ${name} mounts ${shownClasses(pod)}, and not ${secretProviderClass}`;
    return { pod: name, state: "elsewhere", says };
  }
  const since = waitingSince(pod);
  if (since === undefined) {
    return { pod: name, state: "begun", says: `pod ${name} waits for a node that takes it` };
  }
  const seconds = Math.round((now - since) / 1000);
  return now - since > WAITING
    ? {
        ...{ pod: name, state: "waiting", isFailed: true },
        says: `pod ${name} has waited for its mount for ${Math.floor(seconds / 60)} minutes`,
      }
    : { pod: name, state: "begun", says: `pod ${name} has begun only ${seconds} seconds ago` };
}

export function hasEnded({ metadata, status }: Pod): boolean {
  const { phase } = status ?? {};
  return metadata.deletionTimestamp !== undefined || phase === "Succeeded" || phase === "Failed";
}

/** When a pod got its node, in milliseconds; undefined while it has none. */
function waitingSince({ metadata, status }: Pod): number | undefined {
  const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status === "False") return undefined;
  const times = [scheduled?.lastTransitionTime, status?.startTime, metadata.creationTimestamp];
  return times.map((time) => Date.parse(time ?? "")).find((time) => !Number.isNaN(time)) ?? 0;
}

export function classesOf(pod: Pod): string[] {
  return secretVolumes(pod).map(({ csi }) => csi?.volumeAttributes?.secretProviderClass ?? "");
}

/** The driver's record of a mount. `id` is the name of a file. */
export interface MountStatus {
  metadata?: { creationTimestamp?: string; managedFields?: { time?: string }[] };
  status?: {
    podName: string;
    secretProviderClassName: string;
    objects?: { id: string; version: string }[];
  };
}

/** When the driver last wrote a record, which it does after a mount, in milliseconds; 0 without a time. */
function recordedAt({ metadata = {} }: MountStatus = {}): number {
  const { creationTimestamp, managedFields = [] } = metadata;
  const times = [creationTimestamp, ...managedFields.map(({ time }) => time)];
  return Math.max(...times.map((time) => Date.parse(time ?? "") || 0));
}

/** The SecretProviderClasses that a pod mounts, for messages. Whoever creates a pod can write anything there. */
export function shownClasses(pod: Pod): string {
  const shown = classesOf(pod).map((name) =>
    subdomain.pattern.test(name) ? name : "a class without a valid name",
  );
  return shown.join(", ");
}
