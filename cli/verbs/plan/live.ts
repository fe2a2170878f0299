import { stackPlan } from "../../../stacks/stack-plan";
import type { UsableInventory } from "../../inventory/inventory-file";
import { openProject } from "../../stacks/backend/stacks-in-backend";
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
  const look = { ...(await openProject(inventory)), zone, stacks: stackPlan(zone) };
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
