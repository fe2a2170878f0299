import { foreignStack, recordIn } from "../../../stacks/deployed-by";
import { UserError } from "../../terminal/errors";
import type { PlannedRun } from "./planned-run";

/** A `UserError` that names each stack of the run that another inventory deployed, but for those in `takenOver`. */
export async function refuseForeignStacks(
  { held, stacks, stateOf, zone }: Pick<PlannedRun, "held" | "stacks" | "stateOf" | "zone">,
  takenOver: readonly string[],
): Promise<void> {
  const names = stacks.map(({ name }) => name);
  const asked = names.filter((name) => held.has(name) && !takenOver.includes(name));
  const foreign = await Promise.all(
    asked.map(async (name) =>
      foreignStack(name, recordIn((await stateOf(name)).resources, zone), zone),
    ),
  );
  const reasons = foreign.filter((one) => one !== undefined);
  if (reasons.length > 0) throw new UserError(reasons.join("\n"));
}
