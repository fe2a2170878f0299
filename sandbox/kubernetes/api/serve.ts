import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { Answer, HttpRequest } from "../../wire/messages";
import { applyFields } from "../fields/apply";
import { afterUpdate } from "../fields/managed-fields";
import type { Json, KubernetesObject } from "../model/object";
import {
  DEPLOYMENTS,
  NAMESPACES,
  PODS,
  SECRET_PROVIDER_CLASSES,
  SERVICE_ACCOUNTS,
} from "../model/resource-types";
import { badRequest, methodNotAllowed, StatusError, unknownResource } from "../model/status-error";
import { createNamespace } from "../objects/cluster";
import { ClusterObjects } from "../objects/cluster-objects";
import { announceChange } from "../objects/history";
import type { ResourcePath } from "./api-path";
import { createToken } from "./create-token";
import {
  printedByGo,
  type Validated,
  validateApplied,
  validateObject,
  validatePatched,
} from "./field-validation";
import {
  checkNeedsNoContainer,
  checkPreconditions,
  type DeleteOptions,
  fieldManagerName,
  isForced,
  readDeleteOptions,
} from "./options";
import { jsonPatch, mergePatch } from "./patch";
import { jsonAnswer, readObjects, readScale, scaleOf, withScale } from "./read-objects";
import { contentType, readBody, readObject } from "./request-body";
import { strategicMergePatch } from "./strategic-merge";

interface Served {
  status: number;
  body: unknown;
  /** Warnings for the writer. Defaults to none. */
  warnings?: string[];
}

interface Serving {
  objects: ClusterObjects;
  request: HttpRequest;
  path: ResourcePath;
}

const STRATEGIC = "application/strategic-merge-patch+json";

/** The subresources, each with its parent kinds and its methods. */
const SUBRESOURCES = {
  log: { type: PODS, methods: ["GET"] },
  status: { type: PODS, methods: ["GET", "PATCH", "PUT"] },
  scale: { type: DEPLOYMENTS, methods: ["GET", "PATCH", "PUT"] },
  token: { type: SERVICE_ACCOUNTS, methods: ["POST"] },
};

export async function serve(
  platform: Platform,
  cluster: ClusterRecord,
  request: HttpRequest,
  path: ResourcePath,
  now: Date,
): Promise<Answer> {
  const objects = new ClusterObjects(platform.store, cluster);
  checkNeedsNoContainer(objects, path);
  checkMethod(request, path);
  if (path.subresource === "token") {
    return jsonAnswer(201, await createToken(platform, cluster, request, path, now));
  }
  if (request.method === "GET") return readObjects(objects, cluster, request, path);
  const serving: Serving = { objects, request, path };
  const served = isDryRun(request) ? runDry(platform.store, () => write(serving)) : write(serving);
  return withWarnings(jsonAnswer(served.status, served.body), served.warnings ?? []);
}

/** Adds the warnings, which clients of Kubernetes show. */
function withWarnings(answer: Answer, warnings: string[]): Answer {
  if (warnings.length === 0) return answer;
  const warning = warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(", ");
  return { ...answer, headers: { warning } };
}

/** Throws if the subresource does not exist, or if the method is wrong for it or for the kind. */
function checkMethod({ method }: HttpRequest, { subresource, type }: ResourcePath): void {
  if (subresource === undefined) {
    if (type.isReadOnly && method !== "GET") throw methodNotAllowed();
    return;
  }
  const known = Object.entries(SUBRESOURCES).find(([name]) => name === subresource)?.[1];
  if (known?.type !== type) throw unknownResource();
  if (!known.methods.includes(method)) throw methodNotAllowed();
}

function isDryRun(request: HttpRequest): boolean {
  if (request.query.some(([name]) => name === "dryRun")) return true;
  return request.method === "DELETE" && deleteOptions(request).isDryRun;
}

function deleteOptions(request: HttpRequest): DeleteOptions {
  return readDeleteOptions(request.body.length === 0 ? {} : readBody(request));
}

function write(serving: Serving): Served {
  const { objects, request, path } = serving;
  const { type, namespace, name } = path;
  if (path.subresource === "scale") return scale(serving);
  switch (request.method) {
    case "POST": {
      if (name !== undefined) throw unknownResource();
      const { object, warnings } = givenObject(serving);
      return { status: 201, body: made(serving, owned(serving, undefined, object)), warnings };
    }
    case "PUT": {
      const { object, warnings } = givenObject(serving);
      return { status: 200, body: update(serving, object), warnings };
    }
    case "PATCH":
      return patch(serving);
    default:
      if (name === undefined) throw badRequest("the sandbox deletes one object at a time");
      checkPreconditions(live(serving), deleteOptions(request));
      return { status: 200, body: objects.delete(type, namespace, name) };
  }
}

function givenObject({ request, path }: Serving): Validated {
  return validateObject(request, path.type, readObject(readBody(request), path));
}

function patch(serving: Serving): Served {
  const { request, path } = serving;
  if (path.name === undefined) throw badRequest("a patch must name its object");
  const body = readBody(request);
  if (contentType(request) === "application/apply-patch+yaml") {
    return apply(serving, readObject(body, path));
  }
  const after = patched(serving, live(serving) as unknown as Json, body);
  const shown = contentType(request) === STRATEGIC ? printedByGo(body) : JSON.stringify(after);
  const whole = readObject(after, path);
  const { object, warnings } = validatePatched(request, path.type, whole, shown);
  return { status: 200, body: update(serving, object), warnings };
}

function patched({ request, path }: Serving, before: Json, body: Json): Json {
  switch (contentType(request)) {
    case "application/json-patch+json":
      return jsonPatch(before, body);
    case "application/merge-patch+json":
      return mergePatch(before, body);
    case STRATEGIC:
      // Custom resources have no merge strategy.
      if (path.type !== SECRET_PROVIDER_CLASSES) return strategicMergePatch(before, body);
      break;
    default:
  }
  throw new StatusError(
    415,
    "UnsupportedMediaType",
    "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
  );
}

function live({ objects, path }: Serving): KubernetesObject {
  return objects.require(path.type, path.namespace, path.name ?? "");
}

function apply(serving: Serving, next: KubernetesObject): Served {
  const { objects, request, path } = serving;
  const manager = fieldManagerName(request);
  validateApplied(path.type, next);
  return objects.store.transaction(() => {
    const before = objects.get(path.type, path.namespace, next.metadata.name);
    const merged = applyFields(before, next, manager, isForced(request));
    return before
      ? { status: 200, body: objects.update(path.type, merged) }
      : { status: 201, body: made(serving, merged) };
  });
}

/** Reads and writes only a workload's number of pods, as `kubectl scale` and autoscalers do. */
function scale(serving: Serving): Served {
  const { request } = serving;
  const before = live(serving);
  const body = readBody(request);
  const asked =
    request.method === "PATCH" ? patched(serving, scaleOf(before) as unknown as Json, body) : body;
  return { status: 200, body: scaleOf(update(serving, withScale(before, readScale(asked)))) };
}

function update(serving: Serving, object: KubernetesObject): KubernetesObject {
  const { objects, path } = serving;
  const before = objects.get(path.type, path.namespace, object.metadata.name);
  if (path.subresource === "status") {
    const { metadata } = objects.require(path.type, path.namespace, object.metadata.name);
    objects.updateStatus(path.type, metadata, object.status ?? {});
    announceChange(objects.store, objects.cluster);
    return live(serving);
  }
  return objects.update(path.type, owned(serving, before, object));
}

/** Records the owner of each field after this write. */
function owned(
  { request, path }: Serving,
  before: KubernetesObject | undefined,
  after: KubernetesObject,
): KubernetesObject {
  const name = fieldManagerName(request);
  const { subresource } = path;
  const managedFields = afterUpdate(before, after, { name, operation: "Update", subresource });
  return { ...after, metadata: { ...after.metadata, managedFields } };
}

function made({ objects, path }: Serving, object: KubernetesObject): KubernetesObject {
  if (path.type === NAMESPACES) return createNamespace(objects, object);
  const whole = path.type === PODS ? withServiceAccount(objects, object) : object;
  return objects.create(path.type, whole);
}

/** A pod's service account must exist. It defaults to `default`. */
function withServiceAccount(objects: ClusterObjects, pod: KubernetesObject): KubernetesObject {
  const { namespace, name } = pod.metadata;
  const serviceAccountName = String(pod.spec?.serviceAccountName ?? "default");
  if (!objects.get(SERVICE_ACCOUNTS, namespace, serviceAccountName)) {
    throw new StatusError(
      403,
      "Forbidden",
      `pods "${name}" is forbidden: error looking up service account ${namespace}/${serviceAccountName}: serviceaccount "${serviceAccountName}" not found`,
    );
  }
  return { ...pod, spec: { ...pod.spec, serviceAccountName }, status: { phase: "Pending" } };
}

/** Runs a write in a transaction that is always rolled back, and returns its answer. */
function runDry(store: Platform["store"], work: () => Served): Served {
  class Undo extends Error {
    constructor(public readonly served: Served) {
      super();
    }
  }
  try {
    store.transaction(() => {
      throw new Undo(work());
    });
  } catch (error) {
    if (error instanceof Undo) return error.served;
    throw error;
  }
  throw new Error("a dry run always throws");
}
