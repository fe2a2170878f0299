import { subdomain } from "eks-pod-secrets/rules";
import { getOrMake, memoize } from "iam-proof/collections";
import type { Pod } from "../../clusters/pod-events";
import { classesOf, hasEnded } from "../../clusters/pod-mounts";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ifSeen } from "../facts/seen";
import type { Mend } from "../step";
import { byHand, podNames, restarted } from "./mends";

const HASH = "pod-template-hash";

/** Pods of a namespace, found by what they have in common. */
interface PodIndex {
  byAccount: ReadonlyMap<string, Pod[]>;
  byClass: ReadonlyMap<string, Pod[]>;
  byWorkload: ReadonlyMap<string, Pod[]>;
}

/** The pods that have not ended, and that no newer revision of their workload replaces. */
export function stayingPods(pods: readonly Pod[]): PodIndex {
  return sorted(pods).staying;
}

/** The pods of a revision that a newer one replaces. They may show that something is right, and never that it is wrong. */
export function leavingPods(pods: readonly Pod[]): PodIndex {
  return sorted(pods).leaving;
}

/** Once for all readers of a namespace, which may be thousands. */
const sorted = memoize((pods: readonly Pod[]) => {
  const living = pods.filter((pod) => !hasEnded(pod));
  const revisions = indexOf(living).byWorkload;
  const isLeaving = (pod: Pod) =>
    revisions.get(workloadOf(pod) ?? "")?.some((other) => replaces(other, pod)) ?? false;
  const leaving = new Set(living.filter(isLeaving));
  const staying = living.filter((pod) => !leaving.has(pod));
  return { staying: indexOf(staying), leaving: indexOf([...leaving]) };
});

function indexOf(pods: readonly Pod[]): PodIndex {
  const by = (keysOf: (pod: Pod) => readonly string[]) => {
    const found = new Map<string, Pod[]>();
    for (const pod of pods)
      for (const key of keysOf(pod)) getOrMake(found, key, () => []).push(pod);
    return found;
  };
  return {
    byAccount: by((pod) => [accountOf(pod)]),
    byClass: by((pod) => [...new Set(classesOf(pod))]),
    byWorkload: by((pod) => [workloadOf(pod) ?? ""]),
  };
}

/** Whether a pod is of a newer revision of the same workload. */
function replaces(newer: Pod, pod: Pod): boolean {
  const [hash, other] = [hashOf(pod), hashOf(newer)];
  return (
    hash !== undefined && other !== undefined && hash !== other && createdAt(newer) > createdAt(pod)
  );
}

function hashOf({ metadata }: Pod): string | undefined {
  return metadata.labels?.[HASH];
}

/** The name of the Deployment behind a pod, which the name of its ReplicaSet begins with. What is no name is none. */
export function workloadOf(pod: Pod): string | undefined {
  const owner = pod.metadata.ownerReferences?.[0]?.name ?? "";
  const ending = `-${hashOf(pod)}`;
  const name = owner.endsWith(ending) ? owner.slice(0, -ending.length) : owner;
  return subdomain.pattern.test(name) ? name : undefined;
}

export function createdAt({ metadata }: Pod): number {
  return Date.parse(metadata.creationTimestamp ?? "") || 0;
}

/** The pods that run under the reader's service account, and stay. */
export function ownPods({ pods, reader }: ClusterFacts): readonly Pod[] {
  return stayingPods(ifSeen(pods) ?? []).byAccount.get(reader.serviceAccount) ?? [];
}

/** Those of them that mount the reader's class. */
export function mountingPods(facts: ClusterFacts): Pod[] {
  return ownPods(facts).filter((pod) => classesOf(pod).includes(facts.reader.secretProviderClass));
}

const IMAGE = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"];

/** Whether a container of a pod waits for an image that cannot be had. */
export function lacksImage({ status }: Pod): boolean {
  const statuses = status?.containerStatuses ?? [];
  return statuses.some(({ state }) => IMAGE.includes(state?.waiting?.reason ?? ""));
}

/** Replaces pods, so that they mount and get credentials anew. It says which ones no workload makes again. */
export function replaced({ pods, reader }: ClusterFacts, names: readonly string[]): Mend {
  if (names.length === 0) return byHand("");
  const all = reader.deployment ? [] : (ifSeen(pods) ?? []);
  const bare = all.filter(
    ({ metadata }) => names.includes(metadata.name) && !metadata.ownerReferences?.length,
  );
  const note = `; no workload keeps ${podNames(namesOf(bare))}: deploy ${bare.length === 1 ? "it" : "them"} again`;
  return {
    says: `replace ${podNames(names)}${bare.length > 0 ? note : ""}`,
    commands: restarted(reader, names),
  };
}

export function accountOf({ spec }: Pod): string {
  return spec.serviceAccountName ?? "default";
}

export function namesOf(pods: readonly Pod[]): string[] {
  return pods.map(({ metadata }) => metadata.name);
}
