import { createHash } from "node:crypto";
import { randomName } from "../../clusters/records";
import type { KubernetesObject, OwnerReference, PodSpec } from "../../kubernetes/model/object";
import { PODS } from "../../kubernetes/model/resource-types";
import type { ClusterObjects } from "../../kubernetes/objects/cluster-objects";

/** The template of a workload's pods. */
export interface PodTemplate {
  metadata?: KubernetesObject["metadata"];
  spec: PodSpec;
}

/** A hash that is different for each template. */
export function templateHash(template: PodTemplate): string {
  return createHash("sha256").update(JSON.stringify(template)).digest("hex").slice(0, 10);
}

/** Makes a pod of a workload. `label`: its name and value; `start`: the start of the pod's name. */
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

/** The workload that owns a pod. */
export function ownerOf({ metadata }: KubernetesObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(
    ({ kind }) => kind === "Deployment" || kind === "DaemonSet",
  );
}

/** Whether a pod belongs to its node, as those of a DaemonSet do. */
export function isOfDaemonSet(pod: KubernetesObject): boolean {
  return ownerOf(pod)?.kind === "DaemonSet";
}

export function removePod(objects: ClusterObjects, { metadata }: KubernetesObject): void {
  if (!objects.get(PODS, metadata.namespace, metadata.name)) return;
  objects.delete(PODS, metadata.namespace, metadata.name);
}

/** An unused pod name: among ten thousand random names of five letters, some would be equal. */
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
