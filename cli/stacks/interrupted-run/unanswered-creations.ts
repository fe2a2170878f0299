import { setTimeout as sleep } from "node:timers/promises";
import { isNameTaken } from "../backend/plain-reason";
import type { NamedResource } from "./find-by-name";
import type { FindOptions } from "./find-created";
import { isAsBegun } from "./is-as-begun";
import { regionOf, type StateResource } from "./settled-state";

/** A resource that was not created, as the engine was to create it, and what its provider said. */
export interface FailedCreation {
  resource: StateResource;
  error: string;
  /** When the run first began to create it. */
  began?: Date;
}

/** How long a role that exists may be unknown at some of AWS's places, and how often they are asked. In milliseconds. */
const UNKNOWN = { longest: 30_000, pause: 1_000 };

/**
 * Those of the failed creations that AWS carried out in this very run. Where its answer is lost, the provider asks again, and AWS
 * refuses the name that it has just given. What somebody else has made of that name is none of them.
 */
export async function unansweredCreations(
  failed: readonly FailedCreation[],
  access: FindOptions,
): Promise<StateResource[]> {
  const made: StateResource[] = [];
  for (const { began, error, resource } of failed) {
    if (!began || !isNameTaken(error)) continue;
    const found = await findMade(resource, access);
    if (found && isAsBegun(found, resource.inputs ?? {}, began)) made.push(resource);
  }
  return made;
}

async function findMade(
  resource: StateResource,
  { onStep, signal, ...options }: FindOptions,
): Promise<NamedResource | undefined> {
  // With the SDK's clients, which take long to load.
  const { findWith } = await import("./clients.js");
  const { findByName, hasOneName } = await import("./find-by-name.js");
  if (!hasOneName(resource.type)) return undefined;
  const access = { ...options, region: regionOf(resource) ?? options.region };
  const name = String(resource.inputs?.name ?? "");
  onStep?.(`looking for ${name}, which AWS may have made without an answer`);
  for (const end = Date.now() + UNKNOWN.longest; ; ) {
    const found = await findWith(access, (clients) => findByName(clients, resource.type, name));
    if (found || Date.now() > end) return found;
    await sleep(UNKNOWN.pause, undefined, { signal });
  }
}
