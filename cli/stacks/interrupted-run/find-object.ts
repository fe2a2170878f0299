import { clusterOf } from "eks-pod-secrets/change-losses";
import { isCreatedNamespace } from "eks-pod-secrets/grant";
import type { MadeResource } from "./find-by-name";

/** Reads an object in one of the inventory's clusters, by the cluster's id; undefined if there is none. */
export type ReadOfCluster = (cluster: string, path: string) => Promise<string | undefined>;

/** The resource of an object. */
export interface ObjectResource {
  type: string;
  inputs?: Record<string, unknown>;
  /** URN and id of its provider. */
  provider?: string;
}

interface Metadata {
  namespace?: string;
  name?: string;
}

/** What a cluster tells about an object's origin. */
interface Found {
  creationTimestamp?: string;
  labels?: Record<string, string>;
  managedFields?: { manager?: string }[];
}

/** The type of namespaces in states. */
export const NAMESPACE = "kubernetes:core/v1:Namespace";

/** The property in which Pulumi's provider stores its field manager name, a new one for each object. */
export const FIELD_MANAGER = "__fieldManager";

/**
 * The id of a Kubernetes object, if it is in its cluster and was written by the run that was to create it; undefined if there is
 * none, or if it is somebody else's. For an object without fields, the cluster does not tell who wrote it. Then `isOurs` decides.
 * A namespace left by an earlier run counts as this run's.
 */
export async function findObject(
  resource: ObjectResource,
  read: ReadOfCluster,
  isOurs: (found: MadeResource) => boolean,
): Promise<string | undefined> {
  const manager = resource.inputs?.[FIELD_MANAGER];
  const cluster = clusterOf(resource);
  const { name, namespace } = (resource.inputs?.metadata ?? {}) as Metadata;
  const path = objectPath(resource);
  if (typeof manager !== "string" || cluster === undefined || !path) return undefined;
  const text = await read(cluster, path);
  if (text === undefined) return undefined;
  const { creationTimestamp = "", labels, managedFields = [] }: Found = JSON.parse(text).metadata;
  const isLeft = resource.type === NAMESPACE && isCreatedNamespace(labels);
  const isWrittenByUs =
    managedFields.length > 0
      ? isLeft || managedFields.some((one) => one.manager === manager)
      : isOurs({ created: new Date(creationTimestamp), inputs: {} });
  return isWrittenByUs ? [namespace, name].filter(Boolean).join("/") : undefined;
}

/** The path of an object in its cluster's API; undefined for other resources, such as Helm releases. */
export function objectPath({ inputs, type }: ObjectResource): string | undefined {
  const { name, namespace } = (inputs?.metadata ?? {}) as Metadata;
  if (!name || !/^kubernetes:(?!helm\.sh\/)/.test(type)) return undefined;
  const [, version = "", kind = ""] = type.split(":");
  const root = version.startsWith("core/") ? version.replace("core", "/api") : `/apis/${version}`;
  const plural = `${kind.toLowerCase()}${kind.endsWith("s") ? "es" : "s"}`;
  return [root, ...(namespace ? ["namespaces", namespace] : []), plural, name].join("/");
}
