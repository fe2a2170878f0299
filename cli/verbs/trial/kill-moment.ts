import type { LandingZone } from "../../../sdk/grant";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import type { TrialNames } from "./names";
import { resourcesHeld, type TrialDirectory } from "./trial-directory";

/** The moment at which a run of stacks is killed: once it has brought a stack to so many resources. */
export interface KillMoment {
  stack: string;
  resources: number;
}

/** The moment of a trial: its id determines it, so that it can be repeated. */
export function killMoment(zone: LandingZone, { id }: TrialNames): KillMoment {
  const number = Number.parseInt(id, 16);
  const stacks = stackPlan(zone);
  const { name } = stacks[number % stacks.length] as PlannedStack;
  return { stack: name, resources: 2 + (number % 3) };
}

/** Looks, from before a run on, whether its moment has come: then it answers how many resources the stack holds. */
export function momentIn(
  directory: TrialDirectory,
  { resources, stack }: KillMoment,
): () => number | undefined {
  const before = resourcesHeld(directory, stack);
  return () => {
    const held = resourcesHeld(directory, stack);
    return held >= resources && held > before ? held : undefined;
  };
}
