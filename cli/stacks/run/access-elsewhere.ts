import { accessText } from "eks-pod-secrets/losses";
import { stackPlan } from "../../../stacks/stack-plan";
import { accessRemovals } from "../../access-removals/access-removals";
import { withNames } from "../../aws/arn-titles";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { isStopped } from "../backend/pulumi-command";
import { foreignStacks } from "../before-run/foreign-stacks";
import { rolesOfReaders } from "../before-run/narrowed-stacks";
import type { PlannedRun } from "../before-run/planned-run";
import type { StacksAnswer } from "./stacks-shape";

type StillRead = StacksAnswer["stillRead"];

/** Access that the inventory does not grant, by stacks that the run leaves alone. */
export async function accessElsewhere(run: PlannedRun): Promise<StillRead> {
  const { chosen, held, operation, stateOf, zone } = run;
  if (operation !== "up") return [];
  const roles = await rolesOfReaders(run);
  const others = stackPlan(zone).filter(
    ({ layer, name }) => layer !== "cluster" && held.has(name) && !chosen.has(name),
  );
  const found = await Promise.all(
    others.map(async (stack): Promise<StillRead> => {
      const { name } = stack;
      try {
        const foreign = await foreignStacks({ held, stacks: [stack], stateOf, zone });
        if (foreign.size > 0) return [];
        const removals = accessRemovals(name, (await stateOf(name)).resources, zone, roles);
        return removals.map(({ holder, loses }) => ({ stack: name, policyOf: holder.arn, loses }));
      } catch (error) {
        if (!(error instanceof UserError) || isStopped(error)) throw error;
        note(`what ${name} still lets read is not known: ${error.message}`);
        return [];
      }
    }),
  );
  return found.flat();
}

/** `ROLE still reads SECRET until STACK is run`. */
export function stillReadWords({ stack, ...access }: StillRead[number]): string {
  return withNames(`${accessText(access, "still")} until ${stack} is run`);
}
