import { stackPlan } from "../../../stacks/stack-plan";
import type { UsableInventory } from "../../inventory/inventory-file";
import { stateReader } from "../../stacks/backend/exported-state";
import { projectDirectory } from "../../stacks/backend/project-directory";
import { requirePulumi } from "../../stacks/backend/pulumi-command";
import { stacksInBackend } from "../../stacks/backend/stacks-in-backend";
import { liveClusters } from "../../stacks/before-run/live-clusters";
import { takenNames } from "../../stacks/before-run/taken-names";
import { looksAnswer } from "../../stacks/looks/look-answer";
import { stackLooks } from "../../stacks/looks/stack-looks";
import type { PlanAnswer } from "./shape";

/** What is in the clusters and accounts of an inventory: beside what its stacks hold there, and of what they have deployed. */
export async function lookLive(
  { landingZone: zone }: UsableInventory,
  { inventory }: { inventory: string },
): Promise<Pick<PlanAnswer, "deployed" | "live" | "names">> {
  const workDir = projectDirectory(inventory);
  const [held] = await Promise.all([stacksInBackend(workDir), requirePulumi(workDir)]);
  const stateOf = stateReader(workDir);
  const look = { zone, stacks: stackPlan(zone), held, stateOf };
  const [live, names, looks] = await Promise.all([
    liveClusters({ ...look, verb: "plan" }),
    takenNames({ ...look, toEmpty: [] }, "plan"),
    stackLooks({ ...look, verb: "plan" }),
  ]);
  const clusters = live.map(({ write, ...one }) => ({
    ...one,
    write: [...write.cluster, ...write.workloads],
  }));
  return { live: clusters, names, deployed: looksAnswer(looks) };
}
