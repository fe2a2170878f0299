import { createHash } from "node:crypto";
import { groupBy } from "iam-proof/collections";
import { randomName } from "../clusters/identifiers";
import type { KubernetesObject, PodSpec } from "../kubernetes/model/object";
import { DEPLOYMENTS, PODS, SERVICE_ACCOUNTS } from "../kubernetes/model/resource-types";
import type { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import { recordEvent, warning } from "./events";
import { isReady } from "./pod-status";

interface DeploymentSpec {
  replicas: number;
  template: { metadata?: KubernetesObject["metadata"]; spec: PodSpec };
  strategy?: { type?: string };
}

const HASH_LABEL = "pod-template-hash";
/** Pods that one pass makes: whoever asks meanwhile is answered before the next. */
const BATCH = 500;
/** Pods of a cluster that the sandbox holds at most. */
export const MOST_PODS = 10_000;

/**
 * Makes the pods of each Deployment what it says: a new template's pods first, the old ones go when those are ready. One pass makes
 * some of them, and the change that it is brings the next pass.
 */
export function reconcileDeployments(objects: ClusterObjects, now: Date): void {
  objects.store.transaction(() => reconcileAll(objects, now));
}

function reconcileAll(objects: ClusterObjects, now: Date): void {
  const pods = objects.list(PODS);
  const owned = new Map(groupBy(pods, ({ metadata }) => ownerOf(metadata) ?? ""));
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

function ownerOf({ ownerReferences }: KubernetesObject["metadata"]): string | undefined {
  return ownerReferences?.find(({ kind }) => kind === "Deployment")?.uid;
}

/** How many pods may be made yet. */
interface Room {
  inPass: number;
  inCluster: number;
}

function reconcileDeployment(
  objects: ClusterObjects,
  deployment: KubernetesObject,
  pods: KubernetesObject[],
  room: Room,
  now: Date,
): void {
  const { replicas, template, strategy } = deployment.spec as unknown as DeploymentSpec;
  const hash = createHash("sha256").update(JSON.stringify(template)).digest("hex").slice(0, 10);
  const current = pods.filter(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash);
  const old = pods.filter((pod) => !current.includes(pod));
  const ready = current.filter(isReady).length;
  if (strategy?.type === "Recreate" || replicas === 0 || ready >= replicas) {
    for (const pod of old.splice(0)) removePod(objects, pod);
  }
  // The youngest go first, and among them those that are not ready.
  const surplus = [...current].sort((a, b) => Number(isReady(a)) - Number(isReady(b)));
  for (const pod of surplus.slice(0, Math.max(0, current.length - replicas))) {
    removePod(objects, pod);
  }
  let there = Math.min(current.length, replicas);
  while (there < replicas && room.inPass > 0) {
    if (!mayCreate(objects, deployment, template, hash, room, now)) break;
    createPod(objects, deployment, template, hash);
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

/** Whether the next pod can be made; where it cannot, an event of the Deployment says why. */
function mayCreate(
  objects: ClusterObjects,
  deployment: KubernetesObject,
  template: DeploymentSpec["template"],
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

function serviceAccountIn({ spec }: DeploymentSpec["template"]): string {
  return spec.serviceAccountName ?? "default";
}

function createPod(
  objects: ClusterObjects,
  deployment: KubernetesObject,
  template: DeploymentSpec["template"],
  hash: string,
): void {
  const { namespace, name, uid = "" } = deployment.metadata;
  objects.create(PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: freeName(objects, namespace, `${name}-${hash}-`),
      namespace,
      labels: { ...template.metadata?.labels, [HASH_LABEL]: hash },
      ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
      ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name, uid, controller: true }],
    },
    spec: { ...template.spec, serviceAccountName: serviceAccountIn(template) },
    status: { phase: "Pending" },
  });
}

/** A name that no pod has yet: of ten thousand with five letters at random, some would be the same. */
function freeName(objects: ClusterObjects, namespace: string | undefined, start: string): string {
  for (;;) {
    const name = `${start}${randomName(5)}`;
    if (!objects.get(PODS, namespace, name)) return name;
  }
}

function removePod(objects: ClusterObjects, { metadata }: KubernetesObject): void {
  if (!objects.get(PODS, metadata.namespace, metadata.name)) return;
  objects.delete(PODS, metadata.namespace, metadata.name);
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
