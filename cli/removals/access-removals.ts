import { grantsOf } from "./granted";
import type { ReadingRoles } from "./held-policies";
import type { AccessRemoval, HeldResource, ReadingZone } from "./removal-shape";
import { roleRemovals } from "./role-removals";
import { secretRemovals } from "./secret-removals";

/**
 * What the policies among a stack's resources let read, and the inventory does not grant. A reader is known by its service account,
 * and a secret by its name: another role, mode, style or key of the same grant is no removal. `roles`: those of readers, of all stacks.
 */
export function accessRemovals(
  stack: string,
  resources: readonly HeldResource[],
  zone: ReadingZone,
  roles?: ReadingRoles,
): AccessRemoval[] {
  const granted = grantsOf(zone);
  return [
    ...roleRemovals(stack, resources, granted, zone),
    ...secretRemovals(stack, resources, granted, zone, roles),
  ];
}

/** Everything that the policies among a stack's resources let read. */
export function heldAccess(stack: string, resources: readonly HeldResource[]): AccessRemoval[] {
  return accessRemovals(stack, resources, NOTHING_GRANTED);
}

const NOTHING_GRANTED: ReadingZone = {
  externalReaders: [],
  organization: {},
  readers: [],
  secrets: [],
};
