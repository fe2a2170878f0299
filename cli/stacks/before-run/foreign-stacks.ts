import { foreignStack, recordIn } from "../../../stacks/deployed-by";
import { UserError } from "../../terminal/errors";
import type { PlannedRun } from "./planned-run";

type Look = Pick<PlannedRun, "held" | "stacks" | "stateOf" | "zone">;

/** Why this inventory must leave stacks of the run alone that another inventory deployed, by the stack's name. */
export async function foreignStacks({
  held,
  stacks,
  stateOf,
  zone,
}: Look): Promise<Map<string, string>> {
  const there = stacks.filter(({ name }) => held.has(name));
  const found = await Promise.all(
    there.map(async ({ name }) => {
      const reason = foreignStack(name, recordIn((await stateOf(name)).resources, zone), zone);
      return reason === undefined ? [] : [[name, reason] as const];
    }),
  );
  return new Map(found.flat());
}

/** A `UserError` that names each of the stacks that another inventory deployed. */
export async function refuseForeignStacks(look: Look): Promise<void> {
  const foreign = await foreignStacks(look);
  if (foreign.size > 0) throw new UserError([...foreign.values()].join("\n"));
}
