import { grouped, memoize } from "iam-proof/collections";
import type { Pod } from "../../clusters/pod-events";
import { classesOf, hasEnded } from "../../clusters/pod-mounts";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ifSeen } from "../facts/seen";
import type { Mend } from "../step";
import { podNames } from "./findings";
import { deleted, restarted } from "./mends";

const HASH = "pod-template-hash";

/** The pods that have not ended: those that stay, and those that a newer revision replaces, which never show a problem. */
export function livingPods(pods: readonly Pod[]): Record<"leaving" | "staying", PodIndex> {
  return sorted(pods);
}

type PodIndex = ReturnType<typeof indexOf>;

/** Computed once for all readers of a namespace, which may be thousands. */
const sorted = memoize((pods: readonly Pod[]) => {
  const living = pods.filter((pod) => !hasEnded(pod));
  const revisions = indexOf(living).byWorkload;
  const isLeaving = (pod: Pod) =>
    revisions.get(workloadOf(pod))?.some((other) => replaces(other, pod)) ?? false;
  const leaving = new Set(living.filter(isLeaving));
  return {
    leaving: indexOf([...leaving]),
    staying: indexOf(living.filter((pod) => !leaving.has(pod))),
  };
});

/** Indexes the pods of a namespace. */
function indexOf(pods: readonly Pod[]) {
  return {
    byAccount: grouped(pods, (pod) => [accountOf(pod)]),
    byClass: grouped(pods, (pod) => [...new Set(classesOf(pod))]),
    byWorkload: grouped(pods, (pod) => [workloadOf(pod)]),
  };
}

/** Whether a pod belongs to a newer revision of the same workload. */
function replaces(newer: Pod, pod: Pod): boolean {
  const [own, other] = [pod, newer].map(({ metadata }) => metadata.labels?.[HASH]);
  const isOther = own !== undefined && other !== undefined && own !== other;
  return isOther && createdAt(newer) > createdAt(pod);
}

/** The name of a pod's Deployment, from the name of its ReplicaSet. Whoever creates a pod may write anything there. */
export function workloadOf({ metadata }: Pod): string {
  const owner = metadata.ownerReferences?.[0]?.name ?? "";
  const ending = `-${metadata.labels?.[HASH]}`;
  return owner.endsWith(ending) ? owner.slice(0, -ending.length) : owner;
}

export function createdAt({ metadata }: Pod): number {
  return Date.parse(metadata.creationTimestamp ?? "") || 0;
}

/** The pods with the reader's service account that stay. */
export function ownPods({ pods, reader }: ClusterFacts): readonly Pod[] {
  return livingPods(ifSeen(pods) ?? []).staying.byAccount.get(reader.serviceAccount) ?? [];
}

/** The pods among them that mount the reader's SecretProviderClass. */
export function mountingPods(facts: ClusterFacts): Pod[] {
  return ownPods(facts).filter((pod) => classesOf(pod).includes(facts.reader.secretProviderClass));
}

const IMAGE = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"];

/** Whether a container of a pod waits for an image that cannot be pulled. */
export function lacksImage({ status }: Pod): boolean {
  const statuses = status?.containerStatuses ?? [];
  return statuses.some(({ state }) => IMAGE.includes(state?.waiting?.reason ?? ""));
}

/**
 * The mend that replaces pods, if there are any, so that they mount and get credentials again. It says which ones no workload
 * creates again.
 */
export function replaced(
  { pods, reader }: ClusterFacts,
  names: readonly string[],
): Mend | undefined {
  if (names.length === 0) return undefined;
  const meant = (ifSeen(pods) ?? []).filter(({ metadata }) => names.includes(metadata.name));
  const isOfUp = (pod: Pod) => reader.deployment && workloadOf(pod) === reader.id;
  const others = meant.filter((pod) => !isOfUp(pod));
  const lost = namesOf(others.filter(({ metadata }) => !metadata.ownerReferences?.length));
  const again = `; no workload keeps ${podNames(lost)}: deploy ${lost.length === 1 ? "it" : "them"} again`;
  return {
    says: `replace ${podNames(names)}${lost.length > 0 ? again : ""}`,
    commands: [
      ...(others.length < meant.length ? [restarted(reader)] : []),
      ...(others.length > 0 ? [deleted(reader, namesOf(others))] : []),
    ],
  };
}

export function accountOf({ spec }: Pod): string {
  return spec.serviceAccountName ?? "default";
}

export function namesOf(pods: readonly Pod[]): string[] {
  return pods.map(({ metadata }) => metadata.name);
}
