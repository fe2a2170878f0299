import { setTimeout as sleep } from "node:timers/promises";
import { regionOf } from "eks-pod-secrets/change-losses";
import type { ExportedResource } from "../backend/exported-state";
import { isAnswerLost, isNameTaken, isObjectThere } from "../backend/plain-reason";
import type { MadeResource } from "./find-by-name";
import type { FindOptions } from "./find-created";
import { findObject, NAMESPACE } from "./find-object";
import { isAsBegun } from "./is-as-begun";
import { isObject } from "./settled-state";

/** A resource whose creation failed, and the provider's message. */
export interface FailedCreation {
  resource: ExportedResource;
  error: string;
  /** When the run first began to create it. */
  began?: Date;
}

/** How long an existing role may be unknown in parts of AWS, and how often to ask. */
const UNKNOWN = { longest: 30_000, pause: 1_000 };

/**
 * Failed creations that AWS or a cluster did carry out in this run. If AWS's answer is lost, the provider asks again and AWS
 * refuses the name. If a cluster's answer is lost, the provider does not ask again. What somebody else created with that name is
 * not included; a namespace left by an earlier run is.
 */
export async function unansweredCreations(
  failed: readonly FailedCreation[],
  access: FindOptions,
): Promise<ExportedResource[]> {
  const made: ExportedResource[] = [];
  for (const { began, error, resource } of failed) {
    const isLeft = resource.type === NAMESPACE && isObjectThere(error);
    const mayBeMade = isObject(resource) ? isLeft || isAnswerLost(error) : isNameTaken(error);
    if (!began || !mayBeMade) continue;
    const isOurs = (found: MadeResource) => isAsBegun(found, resource.inputs ?? {}, began);
    const { readOfCluster } = access;
    const region = regionOf(resource) ?? access.region;
    const isThere = isObject(resource)
      ? readOfCluster && (await findObject(resource, readOfCluster, isOurs))
      : await isMade(resource, { ...access, region }, isOurs);
    if (isThere) made.push(resource);
  }
  return made;
}

/** Whether AWS created a resource as requested by this run. */
async function isMade(
  { inputs, type }: ExportedResource,
  { onStep, readOfCluster: _, signal, ...access }: FindOptions,
  isOurs: (found: MadeResource) => boolean,
): Promise<boolean> {
  // With the SDK's clients, which take long to load.
  const { findByName, findWith, hasOneName, nameIn } = await import("./find-by-name.js");
  if (!hasOneName(type)) return false;
  const name = nameIn(inputs ?? {});
  onStep?.(`looking for ${name}, which AWS may have made without an answer`);
  for (const end = Date.now() + UNKNOWN.longest; ; ) {
    const found = await findWith(access, (clients) => findByName(clients, type, name));
    if (found || Date.now() > end) return found !== undefined && isOurs(found);
    await sleep(UNKNOWN.pause, undefined, { signal });
  }
}
