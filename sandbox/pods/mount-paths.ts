import { join } from "node:path";
import type { ClusterRef } from "../clusters/records";
import type { KubernetesObject } from "../kubernetes/model/object";

/** A single path segment: nothing that climbs out of the directory it is joined to. */
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Where the files of all pods live, beside the store of `directory`. */
export function mountRoot(directory: string): string {
  return join(directory, "pods");
}

/** Where the files of a pod's volumes live, below `root`; with `volume`, those of one. */
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
