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

/** A stack that an inventory had, and that still holds something. */
export interface OrphanedStack {
  stack: string;
  resources: number;
  lastUpdate?: string;
  /** What of it holds values, runs pods or gives access, e.g. `2 secrets`. */
  holds: string[];
  /** What it lets read, e.g. `ROLE reads SECRET`. */
  access: string[];
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

/** Types of what is counted, by what people call it. */
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

/** `SECRET is read by READER`, or `ROLE reads SECRET`; also that this is still so, or no longer. */
export function accessWords(
  { holder, loses }: Pick<AccessRemoval, "loses"> & { holder: { arn: string } },
  when?: "no longer" | "still",
): string {
  return withNames(accessText({ policyOf: holder.arn, loses }, when));
}

/** Such stacks in words, for people. */
export function orphanLines(
  left: readonly Pick<OrphanedStack, "access" | "holds" | "stack">[],
): string[] {
  return left.flatMap(({ access, holds, stack }) => [
    `not in the inventory, and still deployed: ${[stack, ...holds].join(", ")}`,
    ...access.map((one) => `  ${one}`),
  ]);
}

/** Whether there is more than the stack's own resource. A run that was cut short at once leaves that alone. */
export function holdsSomething(resources: number): boolean {
  return resources > 1;
}

/** The stacks of secrets among these that hold something. */
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

/** How to take such stacks down. Another inventory of the project may have them still. */
export const orphanAdvice =
  "to take one down, run eks-pod-secrets destroy --only STACK --inventory FILE with an inventory that has it";
