import type { KubernetesObject } from "../../kubernetes/model/object";
import { EVENTS, type ResourceType } from "../../kubernetes/model/resource-types";
import type { ClusterApi } from "./cluster-api";

const defaultReadySeconds = 10 * 60;
const defaultDeletionSeconds = 5 * 60;
const pollMilliseconds = 200;

/** Waits until a Deployment is ready, as the real provider does; honours `pulumi.com/skipAwait` and `pulumi.com/timeoutSeconds`. */
export async function waitUntilReady(
  context: ObjectContext,
  object: KubernetesObject,
  timeout: number,
): Promise<KubernetesObject> {
  const { name, namespace, annotations = {} } = object.metadata;
  if (context.type.kind !== "Deployment" || annotations["pulumi.com/skipAwait"] === "true") {
    return object;
  }
  const limit = AbortSignal.timeout(readySeconds(annotations, timeout) * 1000);
  const signal = AbortSignal.any([context.signal, limit]);
  try {
    return await whenReady(context, object, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    const reasons = await warnings(context, object);
    throw new Error(
      [
        `the Kubernetes API server reported that "${namespace}/${name}" failed to fully initialize or become live: '${name}' timed out waiting to be Ready`,
        ...reasons,
      ].join("\n"),
    );
  }
}

/** How long to wait for a Deployment: `customTimeouts` comes before the annotation. */
export function readySeconds(annotations: Record<string, string>, timeout: number): number {
  return timeout || Number(annotations["pulumi.com/timeoutSeconds"]) || defaultReadySeconds;
}

/** Watches a Deployment instead of polling: many polls at once would overload the API. */
async function whenReady(
  { api, type }: ObjectContext,
  object: KubernetesObject,
  signal: AbortSignal,
): Promise<KubernetesObject> {
  const { name, namespace } = object.metadata;
  const there = (current: KubernetesObject | undefined): KubernetesObject => {
    if (current) return current;
    throw new Error(`Deployment "${namespace}/${name}" was deleted while it started`);
  };
  let known = object;
  while (!isReady(known)) {
    for await (const current of api().watch(type, known, signal)) {
      known = there(current);
      if (isReady(known)) return known;
    }
    known = there(await api().get(type, namespace, name));
  }
  return known;
}

export async function waitForDeletion(
  { api, type, signal }: ObjectContext,
  namespace: string | undefined,
  name: string,
  timeout: number,
): Promise<void> {
  const end = Date.now() + (timeout || defaultDeletionSeconds) * 1000;
  while (await api().get(type, namespace, name)) {
    if (Date.now() > end || signal.aborted) {
      throw new Error(`${type.kind} "${name}" timed out waiting to be deleted`);
    }
    await pause();
  }
}

function isReady({ metadata, spec, status }: KubernetesObject): boolean {
  const desired = typeof spec?.replicas === "number" ? spec.replicas : 1;
  const { observedGeneration, updatedReplicas, availableReplicas, replicas } = status ?? {};
  return (
    Number(observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
    Number(updatedReplicas ?? 0) === desired &&
    Number(availableReplicas ?? 0) === desired &&
    Number(replicas ?? 0) === desired
  );
}

/** The events of a Deployment's pods, one line each. */
async function warnings(
  { api }: ObjectContext,
  { metadata: { name, namespace } }: KubernetesObject,
): Promise<string[]> {
  const events = (await api().list(EVENTS, namespace)) as unknown as {
    type?: string;
    reason?: string;
    message?: string;
    involvedObject?: { kind?: string; name?: string };
  }[];
  const lines = events
    .filter(({ type, involvedObject }) => {
      const about = involvedObject?.name ?? "";
      return type === "Warning" && (about === name || about.startsWith(`${name}-`));
    })
    .map(({ reason, message, involvedObject }) => {
      return `[${involvedObject?.kind} ${namespace}/${involvedObject?.name}] ${reason}: ${message}`;
    });
  return [...new Set(lines)];
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
}

/** What the lifecycle of an object needs to know about its cluster and kind. */
export interface ObjectContext {
  api(): ClusterApi;
  /** The namespace of objects that name none. */
  namespace(): string;
  type: ResourceType;
  /** Members beside `apiVersion`, `kind` and `metadata`. */
  members: string[];
  /** Paths whose change replaces the object, besides name and namespace. */
  replaces: string[];
  signal: AbortSignal;
  /** Whether it takes over fields of other managers. */
  patchForce(): boolean;
  /** Whether an existing object is taken over instead of refused. */
  upsertExistingObjects(): boolean;
}
