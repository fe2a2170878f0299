import { stackPlan } from "../../../stacks/stack-plan";
import type { UsableInventory } from "../../inventory/inventory-file";
import { projectDirectory } from "../../stacks/backend/project-directory";
import { requirePulumi } from "../../stacks/backend/pulumi-command";
import { stacksInBackend } from "../../stacks/backend/stacks-in-backend";
import { stateReader } from "../../stacks/backend/state-reader";
import { type LiveCluster, liveClusters } from "../../stacks/before-run/live-clusters";

/** What is in the clusters of an inventory, beside what its stacks hold there. */
export async function lookLive(
  { landingZone: zone }: UsableInventory,
  { inventory }: { inventory: string },
): Promise<LiveCluster[]> {
  const workDir = projectDirectory(inventory);
  const [held] = await Promise.all([stacksInBackend(workDir), requirePulumi(workDir)]);
  const stateOf = stateReader(workDir);
  return liveClusters({ zone, stacks: stackPlan(zone), held, stateOf, verb: "plan" });
}
