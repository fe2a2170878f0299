import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { accessRemovals } from "../../access-removals/access-removals";
import { type ReadingRoles, readingRoles } from "../../access-removals/granted";
import type { AccessRemoval } from "../../access-removals/removal-shape";
import { UserError } from "../../terminal/errors";
import type { PlannedRun } from "./planned-run";

/** The stacks in whose policies a run removes what the inventory does not grant. Cluster stacks have none. */
export function narrowedStacks({ held, leftOwners, stacks, toEmpty }: PlannedRun): PlannedStack[] {
  return [...toEmpty, ...leftOwners, ...stacks].filter(
    ({ layer, name }) => layer !== "cluster" && held.has(name),
  );
}

/** What it removes from the policies of one of them. `roles`: the readers' roles, without which no secret is sealed. */
export async function removalsOf(
  { stateOf, zone }: PlannedRun,
  { name }: PlannedStack,
  roles?: ReadingRoles,
): Promise<AccessRemoval[]> {
  return accessRemovals(name, (await stateOf(name)).resources, zone, roles);
}

/**
 * The roles that readers read as according to the last deployment of their stacks, whether the run includes these stacks or not.
 * Undefined if a state cannot be read.
 */
export async function rolesOfReaders({
  held,
  stateOf,
  zone,
}: Pick<PlannedRun, "held" | "stateOf" | "zone">): Promise<ReadingRoles | undefined> {
  // They are only needed for seals.
  if (!zone.secrets.some(({ sealed }) => sealed)) return new Map();
  const stacks = stackPlan(zone).filter(({ layer, name }) => layer !== "cluster" && held.has(name));
  try {
    const states = await Promise.all(stacks.map(({ name }) => stateOf(name)));
    return readingRoles(
      states.flatMap(({ resources }) => resources),
      zone,
    );
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
