import { stackPlan } from "../../../stacks/stack-plan";
import type { UsableInventory } from "../../inventory/inventory-file";
import { type LiveCluster, liveClusters } from "../../stacks/live-clusters";
import { projectDirectory } from "../../stacks/project-directory";
import { requirePulumi } from "../../stacks/pulumi-command";
import { stacksInBackend } from "../../stacks/stacks-in-backend";
import { stateReader } from "../../stacks/state-reader";

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
