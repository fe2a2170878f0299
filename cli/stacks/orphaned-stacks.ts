import type { LandingZone } from "../../sdk/grant";
import { type DeployedBy, foreignStack, recordIn } from "../../stacks/deployed-by";
import { layers, stackNames } from "../../stacks/stack-plan";
import type { StackInBackend } from "./stacks-in-backend";
import type { StateReader } from "./state-reader";

/** A stack that an inventory had, and that still holds something. */
export interface OrphanedStack {
  stack: string;
  resources: number;
  lastUpdate?: string;
  /** What the stack says of who deployed it; none of one that an inventory without an id deployed. */
  record?: DeployedBy;
}

/**
 * The project's stacks of accounts' layers that are not in the plan, are not empty, and are not known to be another inventory's:
 * what they give stays given.
 */
export async function orphanedStacks(
  zone: LandingZone,
  held: ReadonlyMap<string, StackInBackend>,
  stateOf: StateReader,
): Promise<OrphanedStack[]> {
  const planned = new Set(stackNames(zone));
  const others = [...held].filter(
    ([stack, { resources }]) =>
      !planned.has(stack) &&
      layers.some((layer) => stack.endsWith(`.${layer}`)) &&
      holdsSomething(resources),
  );
  const left = await Promise.all(
    others.map(async ([stack, { lastUpdate, resources }]): Promise<OrphanedStack[]> => {
      const record = recordIn(await stateOf(stack), zone);
      if (foreignStack(stack, record, zone) !== undefined) return [];
      return [{ stack, resources, ...(lastUpdate && { lastUpdate }), ...(record && { record }) }];
    }),
  );
  return left.flat();
}

/** Whether there is more than the stack's own resource, which is all that is left of a run that was cut short at once. */
export function holdsSomething(resources: number): boolean {
  return resources > 1;
}

/** How to take such stacks down. Another inventory of the project may have them still. */
export const orphanAdvice =
  "where they are to go, eks-pod-secrets destroy --only STACK --inventory FILE takes them down, with an inventory that has them";
