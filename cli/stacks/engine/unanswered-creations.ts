import { setTimeout as sleep } from "node:timers/promises";
import { creationDate, hasCreationDate } from "../../../stacks/interrupted-run/creation-date";
import type { FindOptions } from "../../../stacks/interrupted-run/find-created";
import { regionOf, type StateResource } from "../../../stacks/interrupted-run/settled-state";

/** A resource that was not created, as the engine was to create it, and what its provider said. */
export interface FailedCreation {
  resource: StateResource;
  error: string;
}

/** How AWS says that a name is taken. */
const TAKEN = /EntityAlreadyExists|ResourceExistsException|AlreadyExistsException/;

/** How long a role that exists may be unknown at some of AWS's places, and how often they are asked. In milliseconds. */
const UNKNOWN = { longest: 30_000, pause: 1_000 };

/** By how much the clock of this machine may be ahead of AWS's, which refuses calls at five minutes. In milliseconds. */
const CLOCKS = 5 * 60_000;

/**
 * Those of the failed creations that AWS carried out in this very run. Where its answer is lost, the provider asks again, and AWS
 * refuses the name that it has just given. Before the run began there was nothing of that name.
 */
export async function unansweredCreations(
  failed: readonly FailedCreation[],
  access: FindOptions,
  began: Date,
): Promise<StateResource[]> {
  const found: StateResource[] = [];
  for (const { error, resource } of failed) {
    if (!TAKEN.test(error) || !hasCreationDate(resource.type)) continue;
    const made = await madeAt(resource, access);
    if (made && made.getTime() >= began.getTime() - CLOCKS) found.push(resource);
  }
  return found;
}

async function madeAt(
  resource: StateResource,
  { onStep, signal, ...options }: FindOptions,
): Promise<Date | undefined> {
  const access = { ...options, region: regionOf(resource) ?? options.region };
  const name = String(resource.inputs?.name ?? "");
  onStep?.(`looking for ${name}, which AWS may have made without an answer`);
  for (const end = Date.now() + UNKNOWN.longest; ; ) {
    const made = await creationDate(access, resource.type, name);
    if (made || Date.now() > end) return made;
    await sleep(UNKNOWN.pause, undefined, { signal });
  }
}
