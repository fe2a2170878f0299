import type { KubernetesObject } from "../model/object";
import {
  NAMESPACES,
  qualifiedName,
  RESOURCE_TYPES,
  type ResourceType,
  requireType,
} from "../model/resource-types";
import { createNamespace } from "./cluster";
import type { ClusterObjects } from "./cluster-objects";

const OWNER = "eks-pod-secrets.sandbox/owner";

export function foreignObject(
  objects: ClusterObjects,
  owner: string,
  wanted: KubernetesObject[],
): string | undefined {
  for (const object of wanted) {
    const type = requireType(object);
    const { namespace, name } = object.metadata;
    const existing = objects.get(type, namespace, name);
    if (existing && existing.metadata.annotations?.[OWNER] !== owner) {
      return `${qualifiedName(type)} ${name}`;
    }
  }
  return undefined;
}

export function applyOwned(
  objects: ClusterObjects,
  owner: string,
  wanted: KubernetesObject[],
): void {
  const kept = new Set(wanted.map((object) => identity(requireType(object), object)));
  objects.store.transaction(() => {
    removeOwned(objects, owner, kept);
    for (const object of wanted) {
      const { namespace, annotations } = object.metadata;
      if (namespace && !objects.get(NAMESPACES, undefined, namespace)) {
        createNamespace(objects, { metadata: { name: namespace } });
      }
      objects.put(requireType(object), {
        ...object,
        metadata: { ...object.metadata, annotations: { ...annotations, [OWNER]: owner } },
      });
    }
  });
}

export function removeOwned(
  objects: ClusterObjects,
  owner: string,
  kept: Set<string> = new Set(),
): void {
  for (const type of RESOURCE_TYPES) {
    for (const object of objects.list(type)) {
      if (object.metadata.annotations?.[OWNER] !== owner) continue;
      if (kept.has(identity(type, object))) continue;
      objects.delete(type, object.metadata.namespace, object.metadata.name);
    }
  }
}

function identity(type: ResourceType, { metadata }: KubernetesObject): string {
  return `${qualifiedName(type)}/${metadata.namespace ?? ""}/${metadata.name}`;
}
