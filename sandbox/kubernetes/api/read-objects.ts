import type { ClusterRecord } from "../../clusters/records";
import type { Answer, HttpRequest } from "../../wire/messages";
import type { Json, KubernetesObject, PodSpec } from "../model/object";
import { apiVersionOf, EVENTS } from "../model/resource-types";
import { badRequest } from "../model/status-error";
import type { ClusterObjects } from "../objects/cluster-objects";
import { currentVersion } from "../objects/history";
import type { ResourcePath } from "./api-path";
import { isSelected } from "./selectors";
import { tableOf, wantsTable } from "./table";
import { watchObjects } from "./watch";

export function isWatch({ method, query }: HttpRequest): boolean {
  return (
    method === "GET" && query.some(([name, value]) => name === "watch" && /^(1|true)$/.test(value))
  );
}

/** Answers with one object, a list, a watch, or a pod's log. */
export function readObjects(
  objects: ClusterObjects,
  cluster: ClusterRecord,
  request: HttpRequest,
  path: ResourcePath,
): Answer {
  const { type, namespace, name, subresource } = path;
  const query: Record<string, string | undefined> = Object.fromEntries(request.query);
  const isTable = wantsTable(request);
  if (isWatch(request)) {
    const present = (objects: KubernetesObject[]) =>
      isTable ? tableOf(type, objects, query, {}) : (objects[0] as KubernetesObject);
    return watchObjects(objects, cluster, path, query, present);
  }
  if (name !== undefined) {
    const object = objects.require(type, namespace, name);
    if (subresource === "log") {
      const body = podLog(objects, object, query);
      return { status: 200, contentType: "text/plain", body };
    }
    const whole = subresource === "scale" ? scaleOf(object) : object;
    return jsonAnswer(200, isTable ? tableOf(type, [object], query, {}) : whole);
  }
  const items = objects.list(type, namespace).filter((object) => isSelected(object, query));
  const metadata = { resourceVersion: String(currentVersion(objects.store, cluster)) };
  if (isTable) return jsonAnswer(200, tableOf(type, items, query, metadata));
  return jsonAnswer(200, {
    kind: `${type.kind}List`,
    apiVersion: apiVersionOf(type),
    metadata,
    items,
  });
}

/** Shows what happened to the pod instead of a log, because no container runs. */
function podLog(
  objects: ClusterObjects,
  pod: KubernetesObject,
  { container }: { container?: string },
): string {
  const { name, namespace, uid } = pod.metadata;
  const { containers } = pod.spec as unknown as PodSpec;
  const names = containers.map((one) => one.name);
  const chosen = container ?? names[0] ?? "";
  if (!names.includes(chosen)) throw badRequest(`container ${chosen} is not valid for pod ${name}`);
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

export function jsonAnswer(status: number, body: unknown): Answer {
  return { status, contentType: "application/json", body: JSON.stringify(body) };
}

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

export function readScale(body: Json): number {
  const { spec } = (body ?? {}) as { spec?: { replicas?: unknown } };
  if (typeof spec?.replicas !== "number") throw badRequest("spec.replicas must be a number");
  return spec.replicas;
}

export function withScale(object: KubernetesObject, replicas: number): KubernetesObject {
  return { ...object, spec: { ...object.spec, replicas } };
}
