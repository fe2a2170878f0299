import { stackPlan } from "../../../stacks/stack-plan";
import { type ReadingRoles, readingRoles } from "../../removals/held-policies";
import { UserError } from "../../terminal/errors";
import type { PlannedRun } from "./planned-run";

/**
 * The roles as which readers read by the last deployment of their stacks, whether the run has these stacks or not. Undefined where the
 * state of one cannot be read.
 */
export async function rolesOfReaders({
  held,
  stateOf,
  zone,
}: Pick<PlannedRun, "held" | "stateOf" | "zone">): Promise<ReadingRoles | undefined> {
  // Only a seal must know them.
  if (!zone.secrets.some(({ sealed }) => sealed)) return new Map();
  const stacks = stackPlan(zone).filter(({ layer, name }) => layer !== "cluster" && held.has(name));
  try {
    const states = await Promise.all(stacks.map(({ name }) => stateOf(name)));
    return readingRoles(states.flatMap(({ resources }) => resources));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
