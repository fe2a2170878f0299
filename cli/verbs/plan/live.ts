import { lossText, renames } from "eks-pod-secrets/change-losses";
import { stackPlan } from "../../../stacks/stack-plan";
import type { UsableInventory } from "../../inventory/inventory-file";
import { openProject } from "../../stacks/backend/stacks-in-backend";
import { formerWaysInUse } from "../../stacks/before-run/former-ways-in-use";
import { importRefusals } from "../../stacks/before-run/import-refusals";
import { liveClusters } from "../../stacks/before-run/live-clusters";
import { takenNames } from "../../stacks/before-run/taken-names";
import { looksAnswer } from "../../stacks/looks/look-answer";
import { stackLooks } from "../../stacks/looks/stack-looks";
import { successionLine, successions } from "../../stacks/values/successions";
import { shellWord } from "../../terminal/printed-text";
import type { PlanAnswer } from "./shape";

/**
 * What is in the clusters and accounts of an inventory: things in addition to what its stacks hold, and the state of what they
 * deployed.
 */
export async function lookLive(
  { landingZone: zone }: UsableInventory,
  { inventory }: { inventory: string },
): Promise<Pick<PlanAnswer, "deployed" | "imports" | "live" | "names" | "renames">> {
  const stacks = stackPlan(zone);
  const look = {
    ...(await openProject(inventory)),
    inventory,
    operation: "up",
    stacks,
    zone,
  } as const;
  const [live, names, looks, closing, imports, moved] = await Promise.all([
    liveClusters({ ...look, verb: "plan" }),
    takenNames({ ...look, toEmpty: [] }, "plan"),
    stackLooks({ ...look, verb: "plan" }),
    formerWaysInUse({ ...look, verb: "plan" }),
    importRefusals(look),
    successions(zone, "plan"),
  ]);
  const clusters = live.map(({ write, ...one }) => ({
    ...one,
    write: [
      ...write.cluster,
      ...write.workloads,
      ...closing
        .filter(({ cluster }) => cluster === one.cluster)
        .map((way) => lossText(way, `up --yes-remove ${shellWord(way.name)}`, "; ")),
    ],
  }));
  const copied = (id: string) =>
    moved.find(({ secret, state }) => secret === id && state !== "open");
  const renamed = renames(zone).map((one) => {
    const known = copied(one.secret);
    return known ? { ...one, copied: successionLine(known) } : one;
  });
  return { renames: renamed, live: clusters, names, imports, deployed: looksAnswer(looks) };
}
