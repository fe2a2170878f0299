import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { KubernetesObject } from "../../kubernetes/model/object";
import type { ResourceType } from "../../kubernetes/model/resource-types";
import { requireLoopback } from "../common/loopback";
import { callCluster, openCluster } from "./call-cluster";
import { eksToken, tokenRequestOf } from "./eks-token";
import type { KubeContext } from "./kubeconfig";

/** Tokens are valid for 15 minutes. Each is used for less. */
const tokenLifeMilliseconds = 10 * 60 * 1000;

export interface ClusterApi {
  create(type: ResourceType, object: KubernetesObject): Promise<KubernetesObject>;
  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): Promise<KubernetesObject | undefined>;
  list(type: ResourceType, namespace: string | undefined): Promise<KubernetesObject[]>;
  /** Follows an object from that state on; `undefined` once it is gone. Ends when the server ends the watch. */
  watch(
    type: ResourceType,
    object: KubernetesObject,
    signal: AbortSignal,
  ): AsyncIterable<KubernetesObject | undefined>;
  /** Server-side apply: creates the object, or changes the fields that the manager sends. */
  apply(type: ResourceType, object: object, options: ApplyOptions): Promise<KubernetesObject>;
  /** Merges `patch` into the object, or applies a list of operations to it. */
  patch(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    patch: object,
  ): Promise<KubernetesObject>;
  delete(type: ResourceType, namespace: string | undefined, name: string): Promise<void>;
}

export interface ApplyOptions {
  fieldManager: string;
  /** Whether it takes over fields of other managers. */
  force: boolean;
  /** Whether the API only returns the result and writes nothing. */
  dryRun: boolean;
}

export class ApiError extends Error {
  constructor(
    message: string,
    public readonly code: number,
    public readonly reason: string,
  ) {
    super(message);
  }
}

export function clusterApi({ certificateAuthority, server, user }: KubeContext): ClusterApi {
  requireLoopback("kubeconfig's server", server);
  const tokenRequest = "exec" in user ? tokenRequestOf(user.exec) : undefined;
  let made: { token: Promise<string>; at: number } | undefined;
  const bearer = (): Promise<string> => {
    if ("token" in user) return Promise.resolve(user.token);
    if (!made || Date.now() - made.at > tokenLifeMilliseconds) {
      made = { token: eksToken(tokenRequest as NonNullable<typeof tokenRequest>), at: Date.now() };
    }
    return made.token;
  };

  const headers = async () => ({
    authorization: `Bearer ${await bearer()}`,
    accept: "application/json",
    "user-agent": "pulumi-resource-kubernetes",
  });
  const call = async (method: string, path: string, body?: object, contentType?: string) => {
    const answer = await callCluster(server + path, {
      method,
      certificateAuthority,
      headers: {
        ...(await headers()),
        ...(body ? { "content-type": contentType ?? "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (answer.status < 300) return JSON.parse(answer.text) as unknown;
    throw apiError(answer.status, answer.text);
  };

  const orMissing = async <T>(answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return undefined;
      throw error;
    }
  };

  return {
    create: async (type, object) =>
      (await call("POST", path(type, object.metadata.namespace), object)) as KubernetesObject,
    get: async (type, namespace, name) =>
      (await orMissing(call("GET", path(type, namespace, name)))) as KubernetesObject | undefined,
    list: async (type, namespace) =>
      ((await call("GET", path(type, namespace))) as { items: KubernetesObject[] }).items,
    async *watch(type, { metadata: { name, namespace, resourceVersion = "" } }, signal) {
      const fieldSelector = `metadata.name=${name}`;
      const query = new URLSearchParams({ watch: "true", fieldSelector, resourceVersion });
      const response = await openCluster(`${server}${path(type, namespace)}?${query}`, {
        ...{ method: "GET", certificateAuthority, headers: await headers(), signal },
      });
      const { statusCode = 0 } = response;
      if (statusCode === 410) return;
      if (statusCode >= 300) throw apiError(statusCode, await text(response));
      for await (const line of linesOf(response)) {
        const change = JSON.parse(line) as { type: string; object: KubernetesObject };
        if (change.type === "ERROR") return;
        yield change.type === "DELETED" ? undefined : change.object;
      }
    },
    apply: async (type, object, { dryRun, fieldManager, force }) => {
      const { metadata } = object as KubernetesObject;
      const query = new URLSearchParams({ fieldManager, force: `${force}` });
      if (dryRun) query.set("dryRun", "All");
      return (await call(
        "PATCH",
        `${path(type, metadata.namespace, metadata.name)}?${query}`,
        object,
        "application/apply-patch+yaml",
      )) as KubernetesObject;
    },
    patch: async (type, namespace, name, patch) =>
      (await call(
        "PATCH",
        path(type, namespace, name),
        patch,
        Array.isArray(patch) ? "application/json-patch+json" : "application/merge-patch+json",
      )) as KubernetesObject,
    delete: async (type, namespace, name) => {
      await orMissing(call("DELETE", path(type, namespace, name)));
    },
  };
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of response.setEncoding("utf8")) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

function path(type: ResourceType, namespace: string | undefined, name?: string): string {
  return [
    type.group === "" ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`,
    ...(type.namespaced && namespace ? ["namespaces", encodeURIComponent(namespace)] : []),
    type.plural,
    ...(name === undefined ? [] : [encodeURIComponent(name)]),
  ].join("/");
}

function apiError(code: number, text: string): ApiError {
  try {
    const { message, reason } = JSON.parse(text) as { message?: string; reason?: string };
    return new ApiError(message ?? text, code, reason ?? "");
  } catch {
    return new ApiError(text || `the Kubernetes API answered ${code}`, code, "");
  }
}
