import type { LandingZone } from "eks-pod-secrets/grant";
import { foreignStack, recordIn } from "../../../stacks/deployed-by";
import { stackNames } from "../../../stacks/stack-plan";
import { newInventoryId } from "../../inventory/inventory-file";
import { UserError } from "../../terminal/errors";
import { holdsSomething } from "../backend/orphaned-stacks";
import type { PlannedRun } from "./planned-run";

type Look = Pick<PlannedRun, "held" | "stacks" | "stateOf" | "zone">;

/** Why this inventory must not touch those stacks of the run that another inventory deployed, by the stack's name. */
export async function foreignStacks({
  held,
  stacks,
  stateOf,
  zone,
}: Look): Promise<Map<string, string>> {
  const there = stacks.filter(({ name }) => held.has(name));
  const found = await Promise.all(
    there.map(async ({ name }) => {
      const reason = foreignStack(name, recordIn((await stateOf(name)).resources, zone), zone);
      return reason === undefined ? [] : [[name, reason] as const];
    }),
  );
  return new Map(found.flat());
}

/** Throws a `UserError` that names the stacks that another inventory deployed. */
export async function refuseForeignStacks(look: Look): Promise<void> {
  const foreign = await foreignStacks(look);
  if (foreign.size > 0) throw new UserError([...foreign.values()].join("\n"));
}

/**
 * Why `up` must not run an inventory without an id: stacks with its names are deployed, and nothing says whose they are. It could
 * not distinguish access that it must remove from that of another inventory.
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
