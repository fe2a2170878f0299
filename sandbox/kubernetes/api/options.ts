import type { HttpRequest } from "../../wire/messages";
import { isObject, type Json, type KubernetesObject } from "../model/object";
import { PODS } from "../model/resource-types";
import { badRequest, StatusError } from "../model/status-error";
import type { ClusterObjects } from "../objects/cluster-objects";
import type { ResourcePath } from "./api-path";

/** Options in the body of a deletion. */
export interface DeleteOptions {
  isDryRun: boolean;
  preconditions: { uid?: string; resourceVersion?: string };
}

/** Members without effect here: objects go at once, with everything that they own. */
const WITHOUT_EFFECT = ["apiVersion", "gracePeriodSeconds", "kind"];

export function readDeleteOptions(body: Json): DeleteOptions {
  if (!isObject(body)) throw badRequest("the options of a deletion must be an object");
  const { dryRun, orphanDependents, preconditions, propagationPolicy, ...others } = body;
  const [unknown] = Object.keys(others).filter((member) => !WITHOUT_EFFECT.includes(member));
  if (unknown !== undefined) throw badRequest(`the sandbox knows no ${unknown} of a deletion`);
  if (orphanDependents === true || propagationPolicy === "Orphan") {
    throw badRequest("the sandbox removes what an object owns along with it; it orphans nothing");
  }
  return {
    isDryRun: Array.isArray(dryRun) && dryRun.length > 0,
    preconditions: isObject(preconditions) ? (preconditions as Record<string, string>) : {},
  };
}

export function checkPreconditions(
  { metadata }: KubernetesObject,
  { preconditions }: DeleteOptions,
): void {
  for (const member of ["uid", "resourceVersion"] as const) {
    const [wanted, found] = [preconditions[member], metadata[member]];
    if (wanted === undefined || wanted === found) continue;
    const what = member === "uid" ? "UID" : "ResourceVersion";
    throw new StatusError(
      409,
      "Conflict",
      `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`,
    );
  }
}

/** The field manager of a request: the one that it names, or the program in its user agent. */
export function fieldManagerName({ headers, query }: HttpRequest): string {
  const given = query.find(([name]) => name === "fieldManager")?.[1];
  if (given !== undefined && given.length > 128) {
    throw badRequest("fieldManager must have at most 128 characters");
  }
  return given || headers["user-agent"]?.split("/", 1)[0] || "unknown";
}

export function isForced({ query }: HttpRequest): boolean {
  return query.some(([name, value]) => name === "force" && value === "true");
}

const NEEDING_CONTAINERS = ["attach", "exec", "portforward"];

export function checkNeedsNoContainer(
  objects: ClusterObjects,
  { name = "", namespace, subresource = "", type }: ResourcePath,
): void {
  if (type !== PODS || !NEEDING_CONTAINERS.includes(subresource)) return;
  objects.require(PODS, namespace, name);
  throw new StatusError(
    405,
    "MethodNotAllowed",
    `the sandbox runs no containers, so pods have no ${subresource}; to read what pod ${name} has mounted: eks-pod-secrets sandbox exec --pod ${namespace}/${name} -- cat PATH`,
  );
}
