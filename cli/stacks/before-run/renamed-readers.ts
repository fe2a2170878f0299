import { renamedReaders } from "../../../stacks/renamed-readers";
import { UserError } from "../../terminal/errors";
import type { PlannedRun } from "./planned-run";

/** A `UserError` that names each reader whose role a stack of the run holds as another reader's. */
export async function refuseRenamedReaders({
  held,
  operation,
  stacks,
  stateOf,
  zone,
}: Pick<PlannedRun, "held" | "operation" | "stacks" | "stateOf" | "zone">): Promise<void> {
  if (operation !== "up") return;
  const deployed = stacks.filter(({ layer, name }) => layer !== "cluster" && held.has(name));
  const found = await Promise.all(
    deployed.map(async ({ name }) => {
      const { resources } = await stateOf(name);
      return renamedReaders(name, Object.fromEntries(resources.map((one) => [one.urn, one])), zone);
    }),
  );
  const reasons = found.flat();
  if (reasons.length > 0) throw new UserError(reasons.join("\n"));
}
