import { createHash } from "node:crypto";
import { randomName } from "../../clusters/records";
import type { KubernetesObject, OwnerReference, PodSpec } from "../../kubernetes/model/object";
import { PODS } from "../../kubernetes/model/resource-types";
import type { ClusterObjects } from "../../kubernetes/objects/cluster-objects";

/** What the pods of a workload are made of. */
export interface PodTemplate {
  metadata?: KubernetesObject["metadata"];
  spec: PodSpec;
}

/** Tells the pods of one template from those of another. */
export function templateHash(template: PodTemplate): string {
  return createHash("sha256").update(JSON.stringify(template)).digest("hex").slice(0, 10);
}

/** Makes a pod of a workload. `label`: its name and value; `start`: how the pod's name begins. */
export function createOwnedPod(
  objects: ClusterObjects,
  { kind, metadata: { name, namespace, uid = "" } }: KubernetesObject,
  template: PodTemplate,
  label: Record<string, string>,
  start: string,
): void {
  objects.create(PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: freeName(objects, namespace, start),
      namespace,
      labels: { ...template.metadata?.labels, ...label },
      ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
      ownerReferences: [{ apiVersion: "apps/v1", kind, name, uid, controller: true }],
    },
    spec: { serviceAccountName: "default", ...template.spec },
    status: { phase: "Pending" },
  });
}

/** The workload that keeps a pod. */
export function ownerOf({ metadata }: KubernetesObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(
    ({ kind }) => kind === "Deployment" || kind === "DaemonSet",
  );
}

/** Whether a pod belongs to its node: what a DaemonSet runs. */
export function isOfDaemonSet(pod: KubernetesObject): boolean {
  return ownerOf(pod)?.kind === "DaemonSet";
}

export function removePod(objects: ClusterObjects, { metadata }: KubernetesObject): void {
  if (!objects.get(PODS, metadata.namespace, metadata.name)) return;
  objects.delete(PODS, metadata.namespace, metadata.name);
}

/** A name that no pod has yet: of ten thousand with five letters at random, some would be the same. */
function freeName(objects: ClusterObjects, namespace: string | undefined, start: string): string {
  for (;;) {
    const name = `${start}${randomName(5)}`;
    if (!objects.get(PODS, namespace, name)) return name;
  }
}

export function podsOfDaemonSet(
  objects: ClusterObjects,
  { metadata: { name, namespace, uid } }: KubernetesObject,
): KubernetesObject[] {
  return objects.list(PODS, namespace, `${name}-`).filter((pod) => ownerOf(pod)?.uid === uid);
}
