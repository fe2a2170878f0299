import { layers, type PlannedStack } from "../../stacks/stack-plan";
import type { StackInBackend } from "./stacks-in-backend";

/** A stack that an inventory had, and that still holds something. */
export interface OrphanedStack {
  stack: string;
  resources: number;
  lastUpdate?: string;
}

/** The project's stacks of accounts' layers that are not in the plan and are not empty: what they give stays given. */
export function orphanedStacks(
  planned: readonly PlannedStack[],
  held: ReadonlyMap<string, StackInBackend>,
): OrphanedStack[] {
  const names = new Set(planned.map(({ name }) => name));
  return [...held].flatMap(([stack, { lastUpdate, resources }]) => {
    const isLayer = layers.some((layer) => stack.endsWith(`.${layer}`));
    if (names.has(stack) || !isLayer || !holdsSomething(resources)) return [];
    return [{ stack, resources, ...(lastUpdate && { lastUpdate }) }];
  });
}

/** Whether there is more than the stack's own resource, which is all that is left of a run that was cut short at once. */
export function holdsSomething(resources: number): boolean {
  return resources > 1;
}

/** How to take such stacks down. Another inventory of the project may have them still. */
export const orphanAdvice =
  "where they are to go, eks-pod-secrets destroy --only STACK --inventory FILE takes them down, with an inventory that has them";
