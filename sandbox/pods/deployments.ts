import { createHash } from "node:crypto";
import { randomName } from "../clusters/identifiers";
import type { ClusterRecord } from "../clusters/records";
import type { KubernetesObject, PodSpec } from "../kubernetes/model/object";
import { DEPLOYMENTS, PODS, SERVICE_ACCOUNTS } from "../kubernetes/model/resource-types";
import {
  createObject,
  deleteObject,
  getObject,
  listObjects,
  updateStatus,
} from "../kubernetes/objects/object-store";
import type { Store } from "../store/store";
import { recordEvent } from "./events";
import { isReady } from "./pod-status";

interface DeploymentSpec {
  replicas: number;
  template: { metadata?: KubernetesObject["metadata"]; spec: PodSpec };
  strategy?: { type?: string };
}

const HASH_LABEL = "pod-template-hash";

/** Makes the pods of each Deployment what it says: a new template's pods first, the old ones go when those are ready. */
export function reconcileDeployments(store: Store, cluster: ClusterRecord, now: Date): void {
  store.transaction(() => reconcileAll(store, cluster, now));
}

function reconcileAll(store: Store, cluster: ClusterRecord, now: Date): void {
  const deployments = listObjects(store, cluster, DEPLOYMENTS);
  const uids = new Set(deployments.map(({ metadata }) => metadata.uid));
  const pods = listObjects(store, cluster, PODS);
  for (const pod of pods) {
    const owner = pod.metadata.ownerReferences?.find(({ kind }) => kind === "Deployment");
    if (owner && !uids.has(owner.uid)) removePod(store, cluster, pod);
  }
  for (const deployment of deployments) {
    const own = pods.filter((pod) =>
      pod.metadata.ownerReferences?.some(({ uid }) => uid === deployment.metadata.uid),
    );
    reconcileDeployment(store, cluster, deployment, own, now);
  }
}

function reconcileDeployment(
  store: Store,
  cluster: ClusterRecord,
  deployment: KubernetesObject,
  pods: KubernetesObject[],
  now: Date,
): void {
  const { replicas, template, strategy } = deployment.spec as unknown as DeploymentSpec;
  const hash = createHash("sha256").update(JSON.stringify(template)).digest("hex").slice(0, 10);
  const current = pods.filter(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash);
  const old = pods.filter((pod) => !current.includes(pod));
  const ready = current.filter(isReady).length;
  if (strategy?.type === "Recreate" || replicas === 0 || ready >= replicas) {
    for (const pod of old.splice(0)) removePod(store, cluster, pod);
  }
  // The youngest go first, and among them those that are not ready.
  const surplus = [...current].sort((a, b) => Number(isReady(a)) - Number(isReady(b)));
  for (const pod of surplus.slice(0, Math.max(0, current.length - replicas))) {
    removePod(store, cluster, pod);
  }
  for (let count = current.length; count < replicas; count += 1) {
    if (!createPod(store, cluster, deployment, template, hash, now)) break;
  }
  const readyReplicas = Math.min(ready, replicas) + old.filter(isReady).length;
  updateStatus(store, cluster, DEPLOYMENTS, deployment.metadata, {
    observedGeneration: deployment.metadata.generation,
    replicas: Math.max(replicas, current.length) + old.length,
    updatedReplicas: replicas,
    readyReplicas,
    availableReplicas: readyReplicas,
    ...(readyReplicas < replicas && { unavailableReplicas: replicas - readyReplicas }),
    conditions: conditions(ready >= replicas, readyReplicas >= replicas),
  });
}

function createPod(
  store: Store,
  cluster: ClusterRecord,
  deployment: KubernetesObject,
  template: DeploymentSpec["template"],
  hash: string,
  now: Date,
): boolean {
  const { namespace, name, uid = "" } = deployment.metadata;
  const serviceAccountName = template.spec.serviceAccountName ?? "default";
  if (!getObject(store, cluster, SERVICE_ACCOUNTS, namespace, serviceAccountName)) {
    const message = `Error creating: pods "${name}-${hash}-" is forbidden: error looking up service account ${namespace}/${serviceAccountName}: serviceaccount "${serviceAccountName}" not found`;
    recordEvent(
      store,
      cluster,
      deployment,
      { type: "Warning", reason: "FailedCreate", message, component: "deployment-controller" },
      now,
    );
    return false;
  }
  createObject(store, cluster, PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${name}-${hash}-${randomName(5)}`,
      namespace,
      labels: { ...template.metadata?.labels, [HASH_LABEL]: hash },
      ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
      ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name, uid, controller: true }],
    },
    spec: { ...template.spec, serviceAccountName },
    status: { phase: "Pending" },
  });
  return true;
}

function removePod(store: Store, cluster: ClusterRecord, { metadata }: KubernetesObject): void {
  if (!getObject(store, cluster, PODS, metadata.namespace, metadata.name)) return;
  deleteObject(store, cluster, PODS, metadata.namespace, metadata.name);
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
