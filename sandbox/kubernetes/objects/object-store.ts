import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ClusterRef } from "../../clusters/records";
import type { Store, StoreKey, StoreWriter } from "../../store/store";
import type { KubernetesObject } from "../model/object";
import {
  EVENTS,
  MOUNT_STATUSES,
  NAMESPACES,
  qualifiedName,
  RESOURCE_TYPES,
  type ResourceType,
} from "../model/resource-types";
import { alreadyExists, conflict, notFound } from "../model/status-error";
import { admit } from "../validation/admit";
import { announceChange } from "./change-feed";
import { currentVersion, recordChange } from "./history";

/** The part of a key that stands for "no namespace". */
const CLUSTER_SCOPE = "-";

/** The object of that name, or undefined. */
export function getObject(
  store: Store,
  cluster: ClusterRef,
  type: ResourceType,
  namespace: string | undefined,
  name: string,
): KubernetesObject | undefined {
  return store.get(objectKey(cluster, type, namespace, name));
}

/** The object, or Kubernetes's own error where there is none. */
export function requireObject(
  store: Store,
  cluster: ClusterRef,
  type: ResourceType,
  namespace: string | undefined,
  name: string,
): KubernetesObject {
  const object = getObject(store, cluster, type, namespace, name);
  if (!object) throw notFound(type, name);
  return object;
}

/** Objects of a kind, of one namespace or of all; of one namespace also those alone whose name begins with `start`. */
export function listObjects(
  store: Store,
  cluster: ClusterRef,
  type: ResourceType,
  namespace?: string,
  start?: string,
): KubernetesObject[] {
  const prefix = typePrefix(cluster, type);
  if (namespace !== undefined) prefix.push(namespace);
  return store.list<KubernetesObject>(prefix, start).map(({ value }) => value);
}

/** Creates an object, checked and with its defaults. Throws Kubernetes's errors: it exists, it is invalid, no such namespace. */
export function createObject(
  store: Store,
  cluster: ClusterRef,
  type: ResourceType,
  object: KubernetesObject,
): KubernetesObject {
  const { name, namespace } = object.metadata;
  const made = store.transaction((writer) => {
    const key = objectKey(cluster, type, namespace, name);
    if (store.get(key)) throw alreadyExists(type, name);
    if (namespace !== undefined) requireObject(store, cluster, NAMESPACES, undefined, namespace);
    return write(store, writer, cluster, type, undefined, admit(type, object, undefined));
  });
  announce(store, cluster, type);
  return made;
}

/**
 * Replaces an object. Throws a conflict where `object` names another `resourceVersion` than the stored one;
 * one that changes nothing leaves the version alone.
 */
export function updateObject(
  store: Store,
  cluster: ClusterRef,
  type: ResourceType,
  object: KubernetesObject,
): KubernetesObject {
  const { name, namespace, resourceVersion } = object.metadata;
  let changed = false;
  const saved = store.transaction((writer) => {
    const before = requireObject(store, cluster, type, namespace, name);
    if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion) {
      throw conflict(type, name);
    }
    const admitted = admit(type, object, before);
    const next = type.hasStatus ? { ...admitted, status: before.status } : admitted;
    const after = withSystemMetadata(type, before, next);
    changed = !isDeepStrictEqual(withoutUndefined(after), withoutUndefined(before));
    return changed ? write(store, writer, cluster, type, before, next) : before;
  });
  if (changed) announce(store, cluster, type);
  return saved;
}

/** Writes the status of an object that may have gone meanwhile. Controllers' own writes announce nothing. */
export function updateStatus(
  store: Store,
  cluster: ClusterRef,
  type: ResourceType,
  { namespace, name }: { namespace?: string; name: string },
  status: Record<string, unknown>,
): void {
  store.transaction((writer) => {
    const before = getObject(store, cluster, type, namespace, name);
    if (!before || isDeepStrictEqual(before.status, status)) return;
    write(store, writer, cluster, type, before, { ...before, status });
  });
}

/** Removes an object; a namespace takes everything in it along. */
export function deleteObject(
  store: Store,
  cluster: ClusterRef,
  type: ResourceType,
  namespace: string | undefined,
  name: string,
): KubernetesObject {
  const removed = store.transaction((writer) => {
    const object = requireObject(store, cluster, type, namespace, name);
    if (type === NAMESPACES) {
      for (const inner of RESOURCE_TYPES.filter(({ namespaced }) => namespaced)) {
        const { account, region, name: clusterName } = cluster;
        const place = qualifiedName(inner);
        const prefix: StoreKey = ["kubernetes", account, region, clusterName, place, name];
        for (const { key, value } of store.list<KubernetesObject>(prefix)) {
          writer.remove(key);
          recordDeletion(store, writer, cluster, inner, value);
        }
      }
    }
    writer.remove(objectKey(cluster, type, namespace, name));
    recordDeletion(store, writer, cluster, type, object);
    return object;
  });
  announce(store, cluster, type);
  return removed;
}

/** Events and records of mounts change nothing that anybody acts on. */
function announce(store: Store, cluster: ClusterRef, type: ResourceType): void {
  if (type !== EVENTS && type !== MOUNT_STATUSES) announceChange(store, cluster);
}

function write(
  store: Store,
  writer: StoreWriter,
  cluster: ClusterRef,
  type: ResourceType,
  before: KubernetesObject | undefined,
  object: KubernetesObject,
): KubernetesObject {
  const version = nextVersion(store, writer, cluster);
  const saved = withSystemMetadata(type, before, object);
  saved.metadata.resourceVersion = String(version);
  const { namespace, name } = saved.metadata;
  writer.put(objectKey(cluster, type, namespace, name), saved);
  recordChange(store, cluster, { version, type, before, after: saved });
  return saved;
}

/** Watches see an object that is gone as of the version that its deletion made. */
function recordDeletion(
  store: Store,
  writer: StoreWriter,
  cluster: ClusterRef,
  type: ResourceType,
  object: KubernetesObject,
): void {
  const version = nextVersion(store, writer, cluster);
  recordChange(store, cluster, { version, type, before: object });
}

function nextVersion(store: Store, writer: StoreWriter, cluster: ClusterRef): number {
  const { account, region, name } = cluster;
  const version = currentVersion(store, cluster) + 1;
  writer.put(["kubernetes-version", account, region, name], version);
  return version;
}

/** What the API server decides about an object's metadata, whatever the client sent. */
function withSystemMetadata(
  type: ResourceType,
  before: KubernetesObject | undefined,
  object: KubernetesObject,
): KubernetesObject {
  const generation = before?.metadata.generation ?? 0;
  const desired = !isDeepStrictEqual(before?.spec, object.spec);
  return {
    ...object,
    metadata: {
      ...object.metadata,
      uid: before?.metadata.uid ?? randomUUID(),
      creationTimestamp: before?.metadata.creationTimestamp ?? timestamp(),
      resourceVersion: before?.metadata.resourceVersion,
      ...(type.hasStatus && { generation: desired || !before ? generation + 1 : generation }),
    },
  };
}

function objectKey(
  cluster: ClusterRef,
  type: ResourceType,
  namespace: string | undefined,
  name: string,
): StoreKey {
  return [...typePrefix(cluster, type), namespace ?? CLUSTER_SCOPE, name];
}

function typePrefix({ account, region, name }: ClusterRef, type: ResourceType): StoreKey {
  return ["kubernetes", account, region, name, qualifiedName(type)];
}

function withoutUndefined(object: unknown): unknown {
  return JSON.parse(JSON.stringify(object));
}

/** The time as Kubernetes writes it: whole seconds. */
export function timestamp(now = new Date()): string {
  return now.toISOString().replace(/\.\d{3}Z$/, "Z");
}
