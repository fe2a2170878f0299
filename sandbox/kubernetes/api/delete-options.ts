import { isObject } from "../model/json";
import type { Json, KubernetesObject } from "../model/object";
import { badRequest, StatusError } from "../model/status-error";

/** What a deletion's body asks for, beside the deletion. */
export interface DeleteOptions {
  isDryRun: boolean;
  preconditions: { uid?: string; resourceVersion?: string };
}

/** Members that change nothing here: objects go at once, and what they own goes with them. */
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

/** Throws a conflict where the object is not the one that the deletion means. */
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
