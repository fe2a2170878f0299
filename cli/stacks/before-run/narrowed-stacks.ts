import type { PlannedStack } from "../../../stacks/stack-plan";
import { accessRemovals } from "../../removals/access-removals";
import type { ReadingRoles } from "../../removals/held-policies";
import type { AccessRemoval } from "../../removals/removal-shape";
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
