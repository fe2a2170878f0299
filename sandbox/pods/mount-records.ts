import type { KubernetesObject, Volume } from "../kubernetes/model/object";
import { apiVersionOf, MOUNT_STATUSES, PODS } from "../kubernetes/model/resource-types";
import type { ClusterObjects } from "../kubernetes/objects/cluster-objects";
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

/** Removes the records of pods that are gone, as the garbage collector does. */
export function dropRecords(objects: ClusterObjects): void {
  const living = new Set(objects.list(PODS).map(({ metadata }) => metadata.uid));
  for (const { metadata } of objects.list(MOUNT_STATUSES)) {
    const [owner] = metadata.ownerReferences ?? [];
    if (owner && living.has(owner.uid)) continue;
    objects.delete(MOUNT_STATUSES, metadata.namespace, metadata.name);
  }
}
