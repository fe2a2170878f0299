import { groupBy } from "iam-proof/collections";
import type { KubernetesObject } from "../kubernetes/model/object";
import { DEPLOYMENTS, PODS, SERVICE_ACCOUNTS } from "../kubernetes/model/resource-types";
import type { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import { recordEvent, warning } from "./events";
import {
  createOwnedPod,
  isOfDaemonSet,
  ownerOf,
  type PodTemplate,
  removePod,
  templateHash,
} from "./objects/owned-pods";
import { hasEnded, isReady } from "./objects/pod-status";

interface DeploymentSpec {
  replicas: number;
  template: PodTemplate;
  strategy?: { type?: string };
}

const HASH_LABEL = "pod-template-hash";
/** Pods made in one pass. Callers are answered between passes. */
const BATCH = 500;
export const MOST_PODS = 10_000;

/** Makes each Deployment's pods, new ones first. One pass makes some, and its change triggers the next. */
export function reconcileDeployments(objects: ClusterObjects, now: Date): void {
  objects.store.transaction(() => reconcileAll(objects, now));
}

function reconcileAll(objects: ClusterObjects, now: Date): void {
  const pods = objects.list(PODS).filter((pod) => !isOfDaemonSet(pod));
  const owned = new Map(groupBy(pods, (pod) => ownerOf(pod)?.uid ?? ""));
  const room = { inPass: BATCH, inCluster: MOST_PODS - pods.length };
  for (const deployment of objects.list(DEPLOYMENTS)) {
    const { uid = "" } = deployment.metadata;
    reconcileDeployment(objects, deployment, owned.get(uid) ?? [], room, now);
    owned.delete(uid);
  }
  for (const [owner, orphans] of owned) {
    if (owner !== "") for (const pod of orphans) removePod(objects, pod);
  }
}

interface Room {
  inPass: number;
  inCluster: number;
}

function reconcileDeployment(
  objects: ClusterObjects,
  deployment: KubernetesObject,
  owned: KubernetesObject[],
  room: Room,
  now: Date,
): void {
  const pods = owned.filter((pod) => !hasEnded(pod));
  const { replicas, template, strategy } = deployment.spec as unknown as DeploymentSpec;
  const hash = templateHash(template);
  const current = pods.filter(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash);
  const old = pods.filter((pod) => !current.includes(pod));
  const ready = current.filter(isReady).length;
  if (strategy?.type === "Recreate" || replicas === 0 || ready >= replicas) {
    for (const pod of old.splice(0)) removePod(objects, pod);
  }
  // Pods that are not ready go first, and of these the youngest.
  const surplus = [...current].sort((a, b) => Number(isReady(a)) - Number(isReady(b)));
  for (const pod of surplus.slice(0, Math.max(0, current.length - replicas))) {
    removePod(objects, pod);
  }
  let there = Math.min(current.length, replicas);
  while (there < replicas && room.inPass > 0) {
    if (!mayCreate(objects, deployment, template, hash, room, now)) break;
    const start = `${deployment.metadata.name}-${hash}-`;
    createOwnedPod(objects, deployment, template, { [HASH_LABEL]: hash }, start);
    there += 1;
    room.inPass -= 1;
    room.inCluster -= 1;
  }
  const readyReplicas = Math.min(ready, replicas) + old.filter(isReady).length;
  objects.updateStatus(DEPLOYMENTS, deployment.metadata, {
    observedGeneration: deployment.metadata.generation,
    replicas: there + old.length,
    updatedReplicas: there,
    readyReplicas,
    availableReplicas: readyReplicas,
    ...(readyReplicas < replicas && { unavailableReplicas: replicas - readyReplicas }),
    conditions: conditions(ready >= replicas, readyReplicas >= replicas),
  });
}

function mayCreate(
  objects: ClusterObjects,
  deployment: KubernetesObject,
  template: PodTemplate,
  hash: string,
  room: Room,
  now: Date,
): boolean {
  const { namespace, name } = deployment.metadata;
  const serviceAccount = serviceAccountIn(template);
  const reason =
    room.inCluster <= 0
      ? `exceeded quota: the sandbox holds at most ${MOST_PODS} pods in a cluster`
      : objects.get(SERVICE_ACCOUNTS, namespace, serviceAccount)
        ? undefined
        : `error looking up service account ${namespace}/${serviceAccount}: serviceaccount "${serviceAccount}" not found`;
  if (reason === undefined) return true;
  const message = `Error creating: pods "${name}-${hash}-" is forbidden: ${reason}`;
  const note = warning("deployment-controller", "FailedCreate", message);
  recordEvent(objects, deployment, note, now);
  return false;
}

function serviceAccountIn({ spec }: PodTemplate): string {
  return spec.serviceAccountName ?? "default";
}

function conditions(progressed: boolean, available: boolean): object[] {
  return [
    {
      type: "Available",
      status: available ? "True" : "False",
      reason: available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
    },
    {
      type: "Progressing",
      status: "True",
      reason: progressed ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
    },
  ];
}
