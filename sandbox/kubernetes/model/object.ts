export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMetadata;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  [member: string]: unknown;
}

interface ObjectMetadata {
  name: string;
  /** Absent for objects of the whole cluster. */
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  /** Grows with every change to the object's desired state. */
  generation?: number;
  creationTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  [member: string]: unknown;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
}

export interface PodSpec {
  serviceAccountName?: string;
  nodeName?: string;
  /** Labels that the pod's node must have. */
  nodeSelector?: Record<string, string>;
  containers: Container[];
  initContainers?: Container[];
  volumes?: Volume[];
  [member: string]: unknown;
}

export interface Container {
  name: string;
  image?: string;
  args?: string[];
  env?: { name: string; value?: string }[];
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean; subPath?: string }[];
  [member: string]: unknown;
}

export interface Volume {
  name: string;
  csi?: {
    driver: string;
    readOnly?: boolean;
    volumeAttributes?: Record<string, string>;
  };
  [member: string]: unknown;
}

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

export type JsonObject = { [member: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function define(object: JsonObject, member: string, value: Json): void {
  Object.defineProperty(object, member, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
