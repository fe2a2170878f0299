import { recordIn } from "../../../stacks/deployed-by";
import { accessRemovals } from "../../removals/access-removals";
import { accessWords } from "../backend/orphaned-stacks";
import type { Confirmation } from "./confirmations";
import { rolesOfReaders } from "./narrowed-stacks";
import type { PlannedRun } from "./planned-run";

/** Accesses that a question names. */
const MOST_NAMED = 20;

/** Whose access ends with a take-over of a stack that another inventory deployed. */
export async function readersOfTakenStacks(run: PlannedRun): Promise<Confirmation[]> {
  const { held, operation, stacks, stateOf, takenOver, zone } = run;
  if (operation !== "up") return [];
  const taken = stacks.filter(({ name }) => takenOver.includes(name) && held.has(name));
  const roles = taken.length > 0 ? await rolesOfReaders(run) : undefined;
  const found = await Promise.all(
    taken.map(async ({ name }): Promise<Confirmation[]> => {
      const { resources } = await stateOf(name);
      const record = recordIn(resources, zone);
      const ending = accessRemovals(name, resources, zone, roles).map((one) => accessWords(one));
      if (!record || record.inventory === zone.id || ending.length === 0) return [];
      const more = ending.length > MOST_NAMED ? [`and ${ending.length - MOST_NAMED} more`] : [];
      const lines = [...ending.slice(0, MOST_NAMED), ...more].map((one) => `\n  ${one}`);
      const says = `stack ${name} is taken from the inventory with the id ${record.inventory}, and this one does not grant what its readers have; this access would end:${lines.join("")}`;
      const ways = {
        keep: "to keep it, declare these readers and what they read in this inventory",
        remove: "to end it",
      };
      return [{ option: "yes-remove", name, says, ways }];
    }),
  );
  return found.flat();
}
