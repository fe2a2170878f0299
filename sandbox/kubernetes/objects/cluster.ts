import type { KubernetesObject } from "../model/object";
import { NAMESPACES, SERVICE_ACCOUNTS } from "../model/resource-types";
import type { ClusterObjects } from "./cluster-objects";

const NAMESPACES_AT_BIRTH = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** Adds the objects that every new cluster has. */
export function createCluster(objects: ClusterObjects): void {
  objects.store.transaction(() => {
    for (const name of NAMESPACES_AT_BIRTH) createNamespace(objects, { metadata: { name } });
  });
}

export function createNamespace(
  objects: ClusterObjects,
  namespace: Pick<KubernetesObject, "metadata">,
): KubernetesObject {
  const { name, labels } = namespace.metadata;
  return objects.store.transaction(() => {
    const made = objects.create(NAMESPACES, {
      ...namespace,
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        ...namespace.metadata,
        labels: { ...labels, "kubernetes.io/metadata.name": name },
      },
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Active" },
    });
    objects.create(SERVICE_ACCOUNTS, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: name },
    });
    return made;
  });
}
