import type { ClusterRecord } from "../../clusters/records";
import type { Answer } from "../../wire/messages/answer";
import type { HttpRequest } from "../../wire/messages/http-request";
import type { KubernetesObject } from "../model/object";
import { apiVersionOf } from "../model/resource-types";
import type { ClusterObjects } from "../objects/cluster-objects";
import { currentVersion } from "../objects/history";
import type { ResourcePath } from "./api-path";
import { jsonAnswer } from "./json-answer";
import { podLog } from "./pod-log";
import { scaleOf } from "./scale";
import { isSelected } from "./selectors";
import { tableOf, wantsTable } from "./table";
import { watchObjects } from "./watch";

/** Whether a request follows the changes of what it names. */
export function isWatch({ method, query }: HttpRequest): boolean {
  return (
    method === "GET" && query.some(([name, value]) => name === "watch" && /^(1|true)$/.test(value))
  );
}

/** Answers one object, a list, a watch, or what a pod logged. */
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
