import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { Store } from "../../store/store";
import type { HttpRequest } from "../../wire/messages/http-request";
import { applyFields } from "../fields/apply";
import { afterUpdate } from "../fields/managed-fields";
import type { Json, KubernetesObject } from "../model/object";
import {
  apiVersionOf,
  DEPLOYMENTS,
  NAMESPACES,
  PODS,
  SERVICE_ACCOUNTS,
} from "../model/resource-types";
import { badRequest, StatusError, unknownResource } from "../model/status-error";
import { createNamespace } from "../objects/cluster";
import {
  createObject,
  deleteObject,
  getObject,
  listObjects,
  requireObject,
  updateObject,
} from "../objects/object-store";
import { serviceAccountToken } from "../tokens/service-account-token";
import { readTokenRequest } from "../validation/token-request";
import type { ResourcePath } from "./api-path";
import { fieldManagerName, isForced } from "./field-manager";
import { jsonPatch, mergePatch } from "./patch";
import { contentType, readBody, readObject } from "./request-body";
import { readScale, scaleOf, withScale } from "./scale";
import { isSelected } from "./selectors";

/** What goes back: an HTTP status and an object, a list or a `Status`. */
export interface Served {
  status: number;
  body: unknown;
}

/** A request that its caller may make, and where it leads. */
interface Serving {
  store: Store;
  cluster: ClusterRecord;
  request: HttpRequest;
  path: ResourcePath;
}

/** Serves one request that its caller may make. */
export async function serve(
  platform: Platform,
  cluster: ClusterRecord,
  request: HttpRequest,
  path: ResourcePath,
  now: Date,
): Promise<Served> {
  if (path.subresource === "token" && path.type === SERVICE_ACCOUNTS) {
    return createToken(platform, cluster, request, path, now);
  }
  const isScale = path.subresource === "scale" && path.type === DEPLOYMENTS;
  if (path.subresource !== undefined && !isScale) throw unknownResource();
  const { store } = platform;
  const serving: Serving = { store, cluster, request, path };
  if (request.method === "GET") return read(serving);
  const isDryRun = request.query.some(([name]) => name === "dryRun");
  return isDryRun ? runDry(store, () => write(serving)) : write(serving);
}

function read({ store, cluster, request, path }: Serving): Served {
  const { type, namespace, name } = path;
  if (name !== undefined) {
    const object = requireObject(store, cluster, type, namespace, name);
    return { status: 200, body: path.subresource === "scale" ? scaleOf(object) : object };
  }
  const query = Object.fromEntries(request.query);
  if (query.watch === "true" || query.watch === "1") {
    throw new StatusError(405, "MethodNotAllowed", "the sandbox serves no watches; list again");
  }
  const items = listObjects(store, cluster, type, namespace).filter((object) =>
    isSelected(object, query),
  );
  return {
    status: 200,
    body: {
      kind: `${type.kind}List`,
      apiVersion: apiVersionOf(type),
      metadata: { resourceVersion: currentVersion(store, cluster) },
      items,
    },
  };
}

function write(serving: Serving): Served {
  const { store, cluster, request, path } = serving;
  const { type, namespace, name } = path;
  if (path.subresource === "scale") return scale(serving);
  switch (request.method) {
    case "POST":
      if (name !== undefined) throw unknownResource();
      return { status: 201, body: create(serving, readObject(readBody(request), path)) };
    case "PUT":
      return { status: 200, body: update(serving, readObject(readBody(request), path)) };
    case "PATCH":
      return patch(serving);
    default:
      if (name === undefined) throw badRequest("the sandbox deletes one object at a time");
      return { status: 200, body: deleteObject(store, cluster, type, namespace, name) };
  }
}

function patch(serving: Serving): Served {
  const { request, path } = serving;
  if (path.name === undefined) throw badRequest("a patch must name its object");
  const body = readBody(request);
  if (contentType(request) === "application/apply-patch+yaml") {
    return apply(serving, readObject(body, path));
  }
  const after = patched(request, live(serving) as unknown as Json, body);
  return { status: 200, body: update(serving, readObject(after, path)) };
}

function patched(request: HttpRequest, before: Json, body: Json): Json {
  return contentType(request) === "application/json-patch+json"
    ? jsonPatch(before, body)
    : mergePatch(before, body);
}

/** The object that the path names, or Kubernetes's own error where there is none. */
function live({ store, cluster, path }: Serving): KubernetesObject {
  return requireObject(store, cluster, path.type, path.namespace, path.name ?? "");
}

function apply(serving: Serving, next: KubernetesObject): Served {
  const { store, cluster, request, path } = serving;
  const manager = fieldManagerName(request);
  return store.transaction(() => {
    const before = getObject(store, cluster, path.type, path.namespace, next.metadata.name);
    const merged = applyFields(before, next, manager, isForced(request));
    return before
      ? { status: 200, body: updateObject(store, cluster, path.type, merged) }
      : { status: 201, body: made(serving, merged) };
  });
}

/** Reads and writes the number of a workload's pods alone, as `kubectl scale` and autoscalers do. */
function scale(serving: Serving): Served {
  const { request } = serving;
  const before = live(serving);
  const body = readBody(request);
  const asked =
    request.method === "PATCH" ? patched(request, scaleOf(before) as unknown as Json, body) : body;
  return { status: 200, body: scaleOf(update(serving, withScale(before, readScale(asked)))) };
}

function update(serving: Serving, object: KubernetesObject): KubernetesObject {
  const { store, cluster, path } = serving;
  const before = getObject(store, cluster, path.type, path.namespace, object.metadata.name);
  return updateObject(store, cluster, path.type, owned(serving, before, object));
}

function create(serving: Serving, object: KubernetesObject): KubernetesObject {
  return made(serving, owned(serving, undefined, object));
}

/** The object with whose each of its fields is after this write. */
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

function made({ store, cluster, path }: Serving, object: KubernetesObject): KubernetesObject {
  if (path.type === NAMESPACES) return createNamespace(store, cluster, object);
  const whole = path.type === PODS ? withServiceAccount(store, cluster, object) : object;
  return createObject(store, cluster, path.type, whole);
}

/** A pod runs as a service account that exists: `default` where it names none. */
function withServiceAccount(
  store: Store,
  cluster: ClusterRecord,
  pod: KubernetesObject,
): KubernetesObject {
  const { namespace, name } = pod.metadata;
  const serviceAccountName = String(pod.spec?.serviceAccountName ?? "default");
  if (!getObject(store, cluster, SERVICE_ACCOUNTS, namespace, serviceAccountName)) {
    throw new StatusError(
      403,
      "Forbidden",
      `pods "${name}" is forbidden: error looking up service account ${namespace}/${serviceAccountName}: serviceaccount "${serviceAccountName}" not found`,
    );
  }
  return { ...pod, spec: { ...pod.spec, serviceAccountName }, status: { phase: "Pending" } };
}

async function createToken(
  platform: Platform,
  cluster: ClusterRecord,
  request: HttpRequest,
  { namespace, name }: ResourcePath,
  now: Date,
): Promise<Served> {
  if (request.method !== "POST" || name === undefined) throw unknownResource();
  const { store } = platform;
  const serviceAccount = requireObject(store, cluster, SERVICE_ACCOUNTS, namespace, name);
  const { audiences, expirationSeconds, boundObjectRef } = readTokenRequest(readBody(request));
  let pod: KubernetesObject | undefined;
  if (boundObjectRef) {
    pod = requireObject(store, cluster, PODS, namespace, boundObjectRef.name);
    if (pod.spec?.serviceAccountName !== name) {
      throw badRequest(`pod ${boundObjectRef.name} does not run as service account ${name}`);
    }
  }
  const { token, expiration } = await serviceAccountToken(platform, cluster, {
    serviceAccount,
    audiences: audiences?.length ? audiences : ["https://kubernetes.default.svc"],
    expirationSeconds,
    pod,
    now,
  });
  return {
    status: 201,
    body: {
      kind: "TokenRequest",
      apiVersion: "authentication.k8s.io/v1",
      metadata: { name, namespace },
      spec: { audiences, expirationSeconds, boundObjectRef },
      status: { token, expirationTimestamp: expiration.toISOString() },
    },
  };
}

/** Runs a write in a transaction that is always rolled back, and returns its answer. */
function runDry(store: Store, work: () => Served): Served {
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

function currentVersion(store: Store, { account, region, name }: ClusterRecord): string {
  return String(store.get<number>(["kubernetes-version", account, region, name]) ?? 0);
}
