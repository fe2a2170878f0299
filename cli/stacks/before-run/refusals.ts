import { foreignStacks } from "./foreign-stacks";
import type { PlannedRun } from "./planned-run";
import { readersRenamed } from "./renamed-readers";
import { namesTaken } from "./taken-names";

/** Why a run must not begin. */
export interface Refusals {
  /** One sentence each; none where it may begin. */
  reasons: string[];
  /** The run without the stacks that other inventories deployed. */
  own: PlannedRun;
}

/** Looks for all that refuses a run. */
export async function findRefusals(run: PlannedRun): Promise<Refusals> {
  const stacks = run.stacks.filter(({ name }) => !run.takenOver.includes(name));
  const foreign = await foreignStacks({ ...run, stacks });
  const own = { ...run, stacks: run.stacks.filter(({ name }) => !foreign.has(name)) };
  const renamed = await readersRenamed(own);
  return { own, reasons: [...foreign.values(), ...renamed, ...(await namesTaken(own))] };
}
