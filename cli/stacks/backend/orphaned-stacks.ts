import { accessText } from "eks-pod-secrets/change-losses";
import type { LandingZone } from "eks-pod-secrets/grant";
import { type DeployedBy, foreignStack, recordIn } from "../../../stacks/deployed-by";
import { layers, type PlannedStack, stackNames } from "../../../stacks/stack-plan";
import { heldAccess } from "../../access-removals/access-removals";
import type { AccessRemoval } from "../../access-removals/removal-shape";
import { withNames } from "../../aws/arn-titles";
import { count } from "../../terminal/output";
import { type ExportedResource, managedResources, type StateReader } from "./exported-state";
import type { StackInBackend } from "./stacks-in-backend";

/** A stack that is no longer in the inventory and still contains something. */
export interface OrphanedStack {
  stack: string;
  resources: number;
  lastUpdate?: string;
  /** The contents that hold values, run pods or give access, such as `2 secrets`. */
  holds: string[];
  /** The accesses that it gives, such as `ROLE reads SECRET`. */
  access: string[];
  /** The stack's record of who deployed it; absent if an inventory without an id did. */
  record?: DeployedBy;
}

/**
 * The project's stacks that are not in the plan, not empty, and not known to belong to another inventory. The access that they
 * give stays.
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
    others.map(async ([stack, { lastUpdate }]): Promise<OrphanedStack[]> => {
      const state = managedResources(await stateOf(stack));
      const record = recordIn(state, zone);
      if (foreignStack(stack, record, zone) !== undefined) return [];
      return [
        {
          ...{ stack, resources: state.length, ...(lastUpdate && { lastUpdate }) },
          ...{
            holds: holdings(state),
            access: heldAccess(stack, state).map((one) => accessWords(one)),
          },
          ...(record && { record }),
        },
      ];
    }),
  );
  return left.flat();
}

/** The resource types that are counted, by their names for people. */
const COUNTED = {
  secret: "aws:secretsmanager/secret:Secret",
  key: "aws:kms/key:Key",
  cluster: "aws:eks/cluster:Cluster",
  role: "aws:iam/role:Role",
};

function holdings(resources: readonly ExportedResource[]): string[] {
  return Object.entries(COUNTED).flatMap(([noun, type]) => {
    const number = resources.filter((one) => one.type === type).length;
    return number > 0 ? [count(number, noun)] : [];
  });
}

/** `SECRET is read by READER`, or `ROLE reads SECRET`, with "still" or "no longer". */
export function accessWords(
  { holder, loses }: Pick<AccessRemoval, "loses"> & { holder: { arn: string } },
  when?: "no longer" | "still",
): string {
  return withNames(accessText({ policyOf: holder.arn, loses }, when));
}

/** Lines that describe such stacks. */
export function orphanLines(
  left: readonly Pick<OrphanedStack, "access" | "holds" | "stack">[],
): string[] {
  return left.flatMap(({ access, holds, stack }) => [
    `not in the inventory, and still deployed: ${[stack, ...holds].join(", ")}`,
    ...access.map((one) => `  ${one}`),
  ]);
}

/** Whether there is more than the stack's own resource, which is all that a run interrupted at once leaves. */
export function holdsSomething(resources: number): boolean {
  return resources > 1;
}

/** The secrets stacks among these that contain something. */
export function heldOwners({
  held,
  stacks,
}: {
  held: ReadonlyMap<string, StackInBackend>;
  stacks: readonly PlannedStack[];
}): PlannedStack[] {
  return stacks.filter(
    ({ layer, name }) => layer === "secrets" && holdsSomething(held.get(name)?.resources ?? 0),
  );
}

/** How to remove such stacks. Another inventory of the project may still have them. */
export const orphanAdvice =
  "to take one down, run eks-pod-secrets destroy --only STACK --inventory FILE with an inventory that has it";
