import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ClusterRef } from "../../clusters/records";
import type { Store, StoreKey, StoreWriter } from "../../store/store";
import type { KubernetesObject } from "../model/object";
import {
  EVENTS,
  MOUNT_STATUSES,
  NAMESPACES,
  PODS,
  qualifiedName,
  RESOURCE_TYPES,
  type ResourceType,
  SERVICE_ACCOUNTS,
} from "../model/resource-types";
import { alreadyExists, conflict, notFound } from "../model/status-error";
import { admit } from "../validation/admit";
import { announceChange, currentVersion, recordChange } from "./history";
import { withPodIdentity } from "./pod-identity-webhook";

/** The part of a key that means "no namespace". */
const CLUSTER_SCOPE = "-";

export class ClusterObjects {
  constructor(
    readonly store: Store,
    readonly cluster: ClusterRef,
  ) {}

  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject | undefined {
    return this.store.get(this.keyOf(type, namespace, name));
  }

  /** Returns the object, or throws Kubernetes's error if it does not exist. */
  require(type: ResourceType, namespace: string | undefined, name: string): KubernetesObject {
    const object = this.get(type, namespace, name);
    if (!object) throw notFound(type, name);
    return object;
  }

  /** Objects of a kind, of one namespace or of all; of one namespace also those alone whose name begins with `start`. */
  list(type: ResourceType, namespace?: string, start?: string): KubernetesObject[] {
    const prefix = this.prefixOf(type, namespace);
    return this.store.values<KubernetesObject>(prefix, start);
  }

  /** Creates an object, checked and with its defaults. Throws Kubernetes's errors: it exists, it is invalid, no such namespace. */
  create(type: ResourceType, object: KubernetesObject): KubernetesObject {
    const { name, namespace } = object.metadata;
    const made = this.store.transaction((writer) => {
      if (this.get(type, namespace, name)) throw alreadyExists(type, name);
      if (namespace !== undefined) this.require(NAMESPACES, undefined, namespace);
      const admitted = admit(type, object, undefined);
      const whole = type === PODS ? this.withPodIdentity(admitted) : admitted;
      return this.write(writer, type, undefined, whole);
    });
    this.announce(type);
    return made;
  }

  /** Replaces an object. Throws a conflict at another `resourceVersion`; a replacement that changes nothing keeps the version. */
  update(type: ResourceType, object: KubernetesObject): KubernetesObject {
    const { name, namespace, resourceVersion } = object.metadata;
    let changed = false;
    const saved = this.store.transaction((writer) => {
      const before = this.require(type, namespace, name);
      if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion) {
        throw conflict(type, name);
      }
      const admitted = admit(type, object, before);
      const next = type.hasStatus ? { ...admitted, status: before.status } : admitted;
      const after = withSystemMetadata(type, before, next);
      changed = !isDeepStrictEqual(withoutUndefined(after), withoutUndefined(before));
      return changed ? this.write(writer, type, before, next) : before;
    });
    if (changed) this.announce(type);
    return saved;
  }

  put(type: ResourceType, object: KubernetesObject): KubernetesObject {
    const { name, namespace } = object.metadata;
    return this.get(type, namespace, name) ? this.update(type, object) : this.create(type, object);
  }

  /** Writes the status of an object that may have gone meanwhile. Controllers' own writes announce nothing. */
  updateStatus(
    type: ResourceType,
    { namespace, name }: { namespace?: string; name: string },
    status: Record<string, unknown>,
  ): void {
    this.store.transaction((writer) => {
      const before = this.get(type, namespace, name);
      if (!before || isDeepStrictEqual(before.status, status)) return;
      this.write(writer, type, before, { ...before, status });
    });
  }

  /** Removes an object; a namespace takes everything in it along. */
  delete(type: ResourceType, namespace: string | undefined, name: string): KubernetesObject {
    const removed = this.store.transaction((writer) => {
      const object = this.require(type, namespace, name);
      if (type === NAMESPACES) {
        for (const inner of RESOURCE_TYPES.filter(({ namespaced }) => namespaced)) {
          for (const one of this.list(inner, name)) this.remove(writer, inner, one);
        }
      }
      this.remove(writer, type, object);
      return object;
    });
    this.announce(type);
    return removed;
  }

  private withPodIdentity(pod: KubernetesObject): KubernetesObject {
    const { namespace } = pod.metadata;
    const name = String(pod.spec?.serviceAccountName);
    const serviceAccount = this.get(SERVICE_ACCOUNTS, namespace, name);
    return withPodIdentity(this.store, this.cluster, pod, serviceAccount);
  }

  /** Events and records of mounts change nothing that anybody acts on. */
  private announce(type: ResourceType): void {
    if (type !== EVENTS && type !== MOUNT_STATUSES) announceChange(this.store, this.cluster);
  }

  private write(
    writer: StoreWriter,
    type: ResourceType,
    before: KubernetesObject | undefined,
    object: KubernetesObject,
  ): KubernetesObject {
    const version = this.nextVersion(writer);
    const saved = withSystemMetadata(type, before, object);
    saved.metadata.resourceVersion = String(version);
    const { namespace, name } = saved.metadata;
    writer.put(this.keyOf(type, namespace, name), saved);
    recordChange(this.store, this.cluster, { version, type, before, after: saved });
    return saved;
  }

  /** Watches see an object that is gone as of the version that its deletion made. */
  private remove(writer: StoreWriter, type: ResourceType, before: KubernetesObject): void {
    const { namespace, name } = before.metadata;
    writer.remove(this.keyOf(type, namespace, name));
    recordChange(this.store, this.cluster, { version: this.nextVersion(writer), type, before });
  }

  private nextVersion(writer: StoreWriter): number {
    const { account, region, name } = this.cluster;
    const version = currentVersion(this.store, this.cluster) + 1;
    writer.put(["kubernetes-version", account, region, name], version);
    return version;
  }

  private keyOf(type: ResourceType, namespace: string | undefined, name: string): StoreKey {
    return this.prefixOf(type, namespace ?? CLUSTER_SCOPE, name);
  }

  private prefixOf(type: ResourceType, ...below: (string | undefined)[]): StoreKey {
    const { account, region, name } = this.cluster;
    const place = below.filter((part) => part !== undefined);
    return ["kubernetes", account, region, name, qualifiedName(type), ...place];
  }
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

function withoutUndefined(object: unknown): unknown {
  return JSON.parse(JSON.stringify(object));
}

/** The time as Kubernetes writes it: whole seconds. */
export function timestamp(now = new Date()): string {
  return now.toISOString().replace(/\.\d{3}Z$/, "Z");
}
