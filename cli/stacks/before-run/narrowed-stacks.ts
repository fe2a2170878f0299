import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { accessRemovals } from "../../access-removals/access-removals";
import { type ReadingRoles, readingRoles } from "../../access-removals/granted";
import type { AccessRemoval } from "../../access-removals/removal-shape";
import { UserError } from "../../terminal/errors";
import type { PlannedRun } from "./planned-run";

/** The stacks from whose policies a run takes what the inventory does not grant. Those of clusters have none. */
export function narrowedStacks({ held, leftOwners, stacks, toEmpty }: PlannedRun): PlannedStack[] {
  return [...toEmpty, ...leftOwners, ...stacks].filter(
    ({ layer, name }) => layer !== "cluster" && held.has(name),
  );
}

/** What it takes from the policies of one of them. `roles`: those of the readers, without which no secret is sealed. */
export async function removalsOf(
  { stateOf, zone }: PlannedRun,
  { name }: PlannedStack,
  roles?: ReadingRoles,
): Promise<AccessRemoval[]> {
  return accessRemovals(name, (await stateOf(name)).resources, zone, roles);
}

/**
 * The roles as which readers read by the last deployment of their stacks, whether the run has these stacks or not. Undefined where the
 * state of one cannot be read.
 */
export async function rolesOfReaders({
  held,
  stateOf,
  zone,
}: Pick<PlannedRun, "held" | "stateOf" | "zone">): Promise<ReadingRoles | undefined> {
  // Only a seal must know them.
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
