import { PODS } from "../model/resource-types";
import { StatusError } from "../model/status-error";
import type { ClusterObjects } from "../objects/cluster-objects";
import type { ResourcePath } from "./api-path";

const NEEDING_CONTAINERS = ["attach", "exec", "portforward"];

/** Throws where a request needs a container that runs. */
export function checkNeedsNoContainer(
  objects: ClusterObjects,
  { name = "", namespace, subresource = "", type }: ResourcePath,
): void {
  if (type !== PODS || !NEEDING_CONTAINERS.includes(subresource)) return;
  objects.require(PODS, namespace, name);
  throw new StatusError(
    405,
    "MethodNotAllowed",
    `the sandbox runs no containers, so pods have no ${subresource}; to read what pod ${name} has mounted: eks-pod-secrets sandbox exec --pod ${namespace}/${name} -- cat PATH`,
  );
}
