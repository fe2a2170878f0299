import type { ClusterRef } from "../../clusters/records";
import type { Store } from "../../store/store";
import type { KubernetesObject } from "../model/object";
import {
  NAMESPACES,
  qualifiedName,
  RESOURCE_TYPES,
  type ResourceType,
  typeOfObject,
} from "../model/resource-types";
import { createNamespace } from "./cluster";
import { createObject, deleteObject, getObject, listObjects, updateObject } from "./object-store";

const OWNER = "eks-pod-secrets.sandbox/owner";

/** The first of `objects` that the cluster already has from somebody other than `owner`, named as Kubernetes does. */
export function foreignObject(
  store: Store,
  cluster: ClusterRef,
  owner: string,
  objects: KubernetesObject[],
): string | undefined {
  for (const object of objects) {
    const type = requireType(object);
    const { namespace, name } = object.metadata;
    const existing = getObject(store, cluster, type, namespace, name);
    if (existing && existing.metadata.annotations?.[OWNER] !== owner) {
      return `${qualifiedName(type)} ${name}`;
    }
  }
  return undefined;
}

/** Makes `objects` the objects of `owner`: creates and replaces them, and removes what it owned before. */
export function applyOwned(
  store: Store,
  cluster: ClusterRef,
  owner: string,
  objects: KubernetesObject[],
): void {
  store.transaction(() => replaceOwned(store, cluster, owner, objects));
}

function replaceOwned(
  store: Store,
  cluster: ClusterRef,
  owner: string,
  objects: KubernetesObject[],
): void {
  const kept = new Set(objects.map((object) => identity(requireType(object), object)));
  removeOwned(store, cluster, owner, kept);
  for (const object of objects) {
    const type = requireType(object);
    const { namespace, name, annotations } = object.metadata;
    const owned: KubernetesObject = {
      ...object,
      metadata: { ...object.metadata, annotations: { ...annotations, [OWNER]: owner } },
    };
    if (namespace && !getObject(store, cluster, NAMESPACES, undefined, namespace)) {
      createNamespace(store, cluster, { metadata: { name: namespace } });
    }
    if (getObject(store, cluster, type, namespace, name)) updateObject(store, cluster, type, owned);
    else createObject(store, cluster, type, owned);
  }
}

/** Removes the objects of `owner`, but those whose identity is in `kept`. */
export function removeOwned(
  store: Store,
  cluster: ClusterRef,
  owner: string,
  kept: Set<string> = new Set(),
): void {
  for (const type of RESOURCE_TYPES) {
    for (const object of listObjects(store, cluster, type)) {
      if (object.metadata.annotations?.[OWNER] !== owner) continue;
      if (kept.has(identity(type, object))) continue;
      deleteObject(store, cluster, type, object.metadata.namespace, object.metadata.name);
    }
  }
}

function identity(type: ResourceType, { metadata }: KubernetesObject): string {
  return `${qualifiedName(type)}/${metadata.namespace ?? ""}/${metadata.name}`;
}

function requireType(object: KubernetesObject): ResourceType {
  const type = typeOfObject(object);
  if (!type) throw new TypeError(`the sandbox serves no ${object.apiVersion} ${object.kind}`);
  return type;
}
