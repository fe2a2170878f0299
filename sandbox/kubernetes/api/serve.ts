import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { Store } from "../../store/store";
import type { HttpRequest } from "../../wire/messages/http-request";
import type { Json, KubernetesObject } from "../model/object";
import { apiVersionOf, NAMESPACES, PODS, SERVICE_ACCOUNTS } from "../model/resource-types";
import { badRequest, StatusError, unknownResource } from "../model/status-error";
import { createNamespace } from "../objects/cluster";
import {
  appliedKey,
  createObject,
  deleteObject,
  getObject,
  listObjects,
  requireObject,
  updateObject,
} from "../objects/object-store";
import { serviceAccountToken } from "../tokens/service-account-token";
import type { ResourcePath } from "./api-path";
import { applyPatch, jsonPatch, mergePatch } from "./patch";
import { contentType, readBody, readObject } from "./request-body";
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
  if (path.subresource !== undefined) throw unknownResource();
  const { store } = platform;
  const serving: Serving = { store, cluster, request, path };
  if (request.method === "GET") return read(serving);
  const isDryRun = request.query.some(([name]) => name === "dryRun");
  return isDryRun ? runDry(store, () => write(serving)) : write(serving);
}

function read({ store, cluster, request, path }: Serving): Served {
  const { type, namespace, name } = path;
  if (name !== undefined) {
    return { status: 200, body: requireObject(store, cluster, type, namespace, name) };
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
  switch (request.method) {
    case "POST":
      if (name !== undefined) throw unknownResource();
      return { status: 201, body: create(serving, readObject(readBody(request), path)) };
    case "PUT": {
      const object = readObject(readBody(request), path);
      return { status: 200, body: updateObject(store, cluster, type, object) };
    }
    case "PATCH":
      return patch(serving);
    default:
      if (name === undefined) throw badRequest("the sandbox deletes one object at a time");
      return { status: 200, body: deleteObject(store, cluster, type, namespace, name) };
  }
}

function patch(serving: Serving): Served {
  const { store, cluster, request, path } = serving;
  const { type, namespace, name } = path;
  if (name === undefined) throw badRequest("a patch must name its object");
  const body = readBody(request);
  if (contentType(request) === "application/apply-patch+yaml") {
    return apply(serving, readObject(body, path));
  }
  const before = requireObject(store, cluster, type, namespace, name) as unknown as Json;
  const after =
    contentType(request) === "application/json-patch+json"
      ? jsonPatch(before, body)
      : mergePatch(before, body);
  const object = readObject(after, path);
  return { status: 200, body: updateObject(store, cluster, type, object) };
}

function apply(serving: Serving, next: KubernetesObject): Served {
  const { store, cluster, path } = serving;
  const { type, namespace } = path;
  const key = appliedKey(cluster, type, namespace, next.metadata.name);
  return store.transaction((writer) => {
    const live = getObject(store, cluster, type, namespace, next.metadata.name);
    const merged = applyPatch(
      live as unknown as Json,
      store.get<Json>(key),
      next as unknown as Json,
    ) as unknown as KubernetesObject;
    const saved = live ? updateObject(store, cluster, type, merged) : create(serving, merged);
    writer.put(key, next);
    return { status: live ? 200 : 201, body: saved };
  });
}

function create({ store, cluster, path }: Serving, object: KubernetesObject): KubernetesObject {
  if (path.type === NAMESPACES) return createNamespace(store, cluster, object);
  const made = path.type === PODS ? withServiceAccount(store, cluster, object) : object;
  return createObject(store, cluster, path.type, made);
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
  const body = readBody(request) as { spec?: TokenRequestSpec };
  const { audiences, expirationSeconds = 3600, boundObjectRef } = body.spec ?? {};
  if (expirationSeconds < 600 || expirationSeconds > 2 ** 32) {
    throw badRequest("spec.expirationSeconds must be 600 seconds at least");
  }
  let pod: KubernetesObject | undefined;
  if (boundObjectRef) {
    if (boundObjectRef.kind !== "Pod" || !boundObjectRef.name) {
      throw badRequest("spec.boundObjectRef must name a Pod");
    }
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

interface TokenRequestSpec {
  audiences?: string[];
  expirationSeconds?: number;
  boundObjectRef?: { kind?: string; name?: string };
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
