import type { Json, KubernetesObject } from "../model/object";
import { badRequest } from "../model/status-error";

/** The subresource `scale` of a workload. */
export function scaleOf({ metadata, spec, status }: KubernetesObject): KubernetesObject {
  const { name, namespace, resourceVersion, uid } = metadata;
  return {
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    metadata: { name, namespace, resourceVersion, uid },
    spec: { replicas: spec?.replicas },
    status: { replicas: status?.replicas ?? 0 },
  };
}

/** The number of pods that a `Scale` asks for. */
export function readScale(body: Json): number {
  const { spec } = (body ?? {}) as { spec?: { replicas?: unknown } };
  if (typeof spec?.replicas !== "number") throw badRequest("spec.replicas must be a number");
  return spec.replicas;
}

export function withScale(object: KubernetesObject, replicas: number): KubernetesObject {
  return { ...object, spec: { ...object.spec, replicas } };
}
