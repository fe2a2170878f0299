import type { KubernetesObject, PodSpec } from "../model/object";
import { EVENTS } from "../model/resource-types";
import { badRequest } from "../model/status-error";
import type { ClusterObjects } from "../objects/cluster-objects";

/** In place of what a container printed, as none runs: what happened to its pod. */
export function podLog(
  objects: ClusterObjects,
  pod: KubernetesObject,
  { container }: { container?: string },
): string {
  const { name, namespace, uid } = pod.metadata;
  const { containers } = pod.spec as unknown as PodSpec;
  const names = containers.map((one) => one.name);
  const chosen = container ?? names[0] ?? "";
  if (!names.includes(chosen)) {
    throw badRequest(`container ${chosen} is not valid for pod ${name}`);
  }
  if (pod.status?.phase !== "Running") {
    throw badRequest(
      `container "${chosen}" in pod "${name}" is waiting to start: ContainerCreating`,
    );
  }
  const events = objects
    .list(EVENTS, namespace, name)
    .filter((event) => (event.involvedObject as { uid?: string }).uid === uid);
  const lines = events
    .sort((one, other) => versionOf(one) - versionOf(other))
    .map(({ lastTimestamp, message, reason, type }) =>
      [lastTimestamp, type, reason, message].join(" "),
    );
  return [
    "The sandbox runs no containers, so that none printed anything. Events of the pod:",
    ...lines,
    "",
  ].join("\n");
}

function versionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.resourceVersion);
}
