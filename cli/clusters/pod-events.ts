/** The properties of a pod that tell how far its mount is, and what it was created with. */
export interface Pod {
  metadata: {
    name: string;
    uid?: string;
    labels?: Record<string, string>;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    ownerReferences?: { kind: string; name: string }[];
  };
  spec: {
    nodeName?: string;
    serviceAccountName?: string;
    containers?: PodContainer[];
    initContainers?: PodContainer[];
    volumes?: PodVolume[];
  };
  status?: {
    phase?: string;
    startTime?: string;
    conditions?: PodCondition[];
    containerStatuses?: { name: string; state?: { waiting?: { reason?: string } } }[];
  };
}

interface PodContainer {
  name: string;
  env?: { name: string; value?: string }[];
  volumeMounts?: { name: string }[];
}

interface PodCondition {
  type: string;
  status: string;
  reason?: string;
  lastTransitionTime?: string;
}

export interface PodVolume {
  name: string;
  csi?: { driver: string; volumeAttributes?: { secretProviderClass?: string } };
  projected?: { sources?: { serviceAccountToken?: { audience?: string } }[] };
}

export interface KubernetesEvent {
  metadata?: { creationTimestamp?: string };
  involvedObject: { name?: string; uid?: string };
  reason?: string;
  message?: string;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { lastObservedTime?: string } | null;
}

export const DRIVER = "secrets-store.csi.k8s.io";

/** How long a failure counts unless it is repeated: by default the driver tries every two minutes. In milliseconds. */
const RECENT = 5 * 60_000;

/** The volumes of a pod that the Secrets Store CSI driver mounts. */
export function secretVolumes({ spec }: Pod): PodVolume[] {
  return (spec.volumes ?? []).filter(({ csi }) => csi?.driver === DRIVER);
}

/**
 * The last message of the driver or kubelet that it could not mount a pod's secrets; undefined if it succeeded later. `recorded`:
 * when the driver last recorded a mount, in milliseconds.
 */
export function mountFailure(
  pod: Pod,
  events: readonly KubernetesEvent[],
  now: number,
  recorded: number,
): string | undefined {
  const { name, uid } = pod.metadata;
  const volumes = secretVolumes(pod).map((volume) => volume.name);
  const after = Math.max(now - RECENT, firstMounted(pod), recorded);
  return events
    .filter(({ involvedObject }) => involvedObject.name === name)
    .filter(({ involvedObject }) => !uid || !involvedObject.uid || involvedObject.uid === uid)
    .filter((event) => isMountFailure(event, volumes) && timeOf(event) > after)
    .sort((one, other) => timeOf(other) - timeOf(one))[0]?.message;
}

/** When the kubelet had mounted all volumes of a pod and continued, if the cluster tells. In milliseconds. */
function firstMounted({ status }: Pod): number {
  const ready = status?.conditions?.find(({ type }) => type === "PodReadyToStartContainers");
  return ready?.status === "True" ? Date.parse(ready.lastTransitionTime ?? "") || 0 : 0;
}

function isMountFailure({ message = "", reason }: KubernetesEvent, volumes: string[]): boolean {
  if (reason === "MountRotationFailed") return true;
  if (reason !== "FailedMount") return false;
  if (/secrets store objects|secretproviderclass|secrets-store\.csi/i.test(message)) return true;
  const [, one = ""] = /for volume "([^"]+)"/.exec(message) ?? [];
  const [, several = ""] = /unmounted volumes=\[([^\]]*)\]/.exec(message) ?? [];
  return [one, ...several.split(/[ ,]+/)].some((name) => volumes.includes(name));
}

function timeOf({ eventTime, lastTimestamp, metadata, series }: KubernetesEvent): number {
  const time =
    series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata?.creationTimestamp ?? "";
  return Date.parse(time) || 0;
}
