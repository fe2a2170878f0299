import { renamedReaders } from "../../../stacks/renamed-readers";
import type { PlannedRun } from "./planned-run";

/** The readers whose role a stack of the run holds as another reader's, one sentence each. */
export async function readersRenamed({
  held,
  operation,
  stacks,
  stateOf,
  zone,
}: Pick<PlannedRun, "held" | "operation" | "stacks" | "stateOf" | "zone">): Promise<string[]> {
  if (operation !== "up") return [];
  const deployed = stacks.filter(({ layer, name }) => layer !== "cluster" && held.has(name));
  const found = await Promise.all(
    deployed.map(async ({ name }) => {
      const { resources } = await stateOf(name);
      return renamedReaders(name, Object.fromEntries(resources.map((one) => [one.urn, one])), zone);
    }),
  );
  return found.flat();
}
