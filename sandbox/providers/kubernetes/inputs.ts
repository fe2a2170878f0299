import { isMapping } from "iam-proof/collections";
import type { KubernetesObject } from "../../kubernetes/model/object";
import type { Properties } from "../common/values";

/** Metadata that the API server writes and no program gives. */
const serverMetadata = new Set([
  "creationTimestamp",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
]);

/** What the cluster has of each member that the program gives; members that others add are no business of it. */
export function prune(live: unknown, inputs: unknown): unknown {
  if (isMapping(live) && isMapping(inputs)) {
    return Object.fromEntries(
      Object.entries(inputs).flatMap(([key, input]) =>
        key in live ? [[key, prune(live[key], input)]] : [],
      ),
    );
  }
  if (Array.isArray(live) && Array.isArray(inputs) && live.length === inputs.length) {
    return live.map((item, index) => prune(item, inputs[index]));
  }
  return live;
}

/** Inputs that would make an object that is imported. */
export function importedInputs({ status: _, ...object }: KubernetesObject): Properties {
  const metadata = Object.entries(object.metadata).filter(([key]) => !serverMetadata.has(key));
  return { ...object, metadata: Object.fromEntries(metadata) };
}
