import type { LandingZone } from "eks-pod-secrets/grant";
import { stackNames } from "../../../stacks/stack-plan";
import { newInventoryId } from "../../inventory/inventory-id";
import { holdsSomething } from "../backend/orphaned-stacks";
import type { PlannedRun } from "./planned-run";

/**
 * Why `up` must not run an inventory without an id: stacks of its names are deployed, and nothing says whose they are. It could not
 * tell the access that it must remove from that of another inventory.
 */
export function missingIdOfDeployed(
  zone: LandingZone,
  held: PlannedRun["held"],
): string | undefined {
  if (zone.id !== undefined) return undefined;
  const deployed = stackNames(zone).filter((name) =>
    holdsSomething(held.get(name)?.resources ?? 0),
  );
  if (deployed.length === 0) return undefined;
  return `the inventory must have an id, got none, as ${deployed[0]} is deployed: without it up cannot know which access is its own to remove; write into the inventory the line id: ${newInventoryId()}, and run up again`;
}
