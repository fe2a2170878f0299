import { join } from "node:path";
import type { ClusterRef } from "../clusters/records";
import type { KubernetesObject, Volume } from "../kubernetes/model/object";
import { apiVersionOf, MOUNT_STATUSES, PODS } from "../kubernetes/model/resource-types";
import type { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import type { FetchedFile } from "./provider/fetched-file";

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

/** A single path segment: nothing that climbs out of the directory it is joined to. */
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** The directory of all pods' files, beside the store of `directory`. */
export function mountRoot(directory: string): string {
  return join(directory, "pods");
}

/** The directory of a pod's volumes below `root`; with `volume`, of that one. */
export function mountDirectory(
  root: string,
  { account, region, name }: ClusterRef,
  pod: KubernetesObject,
  volume?: string,
): string {
  const { namespace = "", name: podName } = pod.metadata;
  const segments = [account, region, name, namespace, podName];
  if (volume !== undefined) segments.push(volume);
  const wrong = segments.find((segment) => !SEGMENT.test(segment));
  if (wrong !== undefined) throw new RangeError(`${wrong} cannot be the name of a directory`);
  return join(root, ...segments);
}
