import type { ClusterRecord } from "../clusters/records";
import type { KubernetesObject, Volume } from "../kubernetes/model/object";
import { apiVersionOf, MOUNT_STATUSES, PODS } from "../kubernetes/model/resource-types";
import {
  createObject,
  deleteObject,
  getObject,
  listObjects,
  updateObject,
} from "../kubernetes/objects/object-store";
import type { Store } from "../store/store";
import type { FetchedFile } from "./provider/fetched-file";

/** What the driver records of a mount: `SecretProviderClassPodStatus`, which names versions and holds no value. */
export function mountRecord(
  { metadata: { name, namespace, uid } }: KubernetesObject,
  { csi }: Volume,
  targetPath: string,
  files: readonly FetchedFile[],
): KubernetesObject {
  const secretProviderClassName = csi?.volumeAttributes?.secretProviderClass ?? "";
  const owner = { apiVersion: "v1", kind: "Pod", name, uid: uid ?? "" };
  return {
    apiVersion: apiVersionOf(MOUNT_STATUSES),
    kind: MOUNT_STATUSES.kind,
    metadata: {
      name: `${name}-${namespace}-${secretProviderClassName}`,
      namespace,
      ownerReferences: [owner],
    },
    status: {
      mounted: true,
      podName: name,
      secretProviderClassName,
      targetPath,
      objects: files.map((file) => ({ id: file.name, version: file.version })),
    },
  };
}

/** Keeps the record of a pod's newest mount. */
export function keepRecord(store: Store, cluster: ClusterRecord, record: KubernetesObject): void {
  const { name, namespace } = record.metadata;
  if (getObject(store, cluster, MOUNT_STATUSES, namespace, name)) {
    updateObject(store, cluster, MOUNT_STATUSES, record);
  } else {
    createObject(store, cluster, MOUNT_STATUSES, record);
  }
}

/** Removes the records of pods that are gone, as the garbage collector does. */
export function dropRecords(store: Store, cluster: ClusterRecord): void {
  const living = new Set(listObjects(store, cluster, PODS).map(({ metadata }) => metadata.uid));
  for (const { metadata } of listObjects(store, cluster, MOUNT_STATUSES)) {
    const [owner] = metadata.ownerReferences ?? [];
    if (owner && living.has(owner.uid)) continue;
    deleteObject(store, cluster, MOUNT_STATUSES, metadata.namespace, metadata.name);
  }
}
