import type { LandingZone } from "eks-pod-secrets/grant";
import { stackPlan } from "../../stacks/stack-plan";
import { openProject } from "./backend/stacks-in-backend";
import { refuseForeignStacks } from "./before-run/foreign-stacks";
import { leftWords } from "./engine/leave-adopted";
import { pulumiEngine } from "./engine/pulumi-engine";

/**
 * Takes the objects that an inventory's stacks took over, out of the stacks again: they stay as they are. A sentence for each stack that held some.
 */
export async function undoAdoption(zone: LandingZone, inventory: string): Promise<string[]> {
  const project = await openProject(inventory);
  const { held } = project;
  const stacks = stackPlan(zone).filter(({ name }) => held.has(name));
  await refuseForeignStacks({ ...project, stacks, zone });
  const engine = pulumiEngine({ ...project, inventory, zone, stacks: held.keys() });
  const said: string[] = [];
  for (const stack of stacks) {
    const left = await engine.leaveAdopted(stack);
    if (left.length > 0) said.push(leftWords(stack.name, left));
  }
  return said;
}
