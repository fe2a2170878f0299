import type { ClusterRef } from "../../clusters/records";
import type { Store } from "../../store/store";
import type { KubernetesObject } from "../model/object";
import { NAMESPACES, SERVICE_ACCOUNTS } from "../model/resource-types";
import { createObject } from "./object-store";

const NAMESPACES_AT_BIRTH = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** Puts into a new cluster what every cluster is born with. */
export function createCluster(store: Store, cluster: ClusterRef): void {
  store.transaction(() => {
    for (const name of NAMESPACES_AT_BIRTH) createNamespace(store, cluster, { metadata: { name } });
  });
}

/** Creates a namespace, and in it the service account `default` that pods use when they name none. */
export function createNamespace(
  store: Store,
  cluster: ClusterRef,
  namespace: Pick<KubernetesObject, "metadata">,
): KubernetesObject {
  const { name, labels } = namespace.metadata;
  return store.transaction(() => {
    const made = createObject(store, cluster, NAMESPACES, {
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
    createObject(store, cluster, SERVICE_ACCOUNTS, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: name },
    });
    return made;
  });
}
