import { usableInventory } from "../../inventory/inventory-file";
import { UserError } from "../../terminal/errors";
import { print } from "../../terminal/output";

/** `adopt --undo`: takes what `up` has taken over out of the stacks. */
export async function undo(options: {
  inventory: string;
  live?: true;
  json?: true;
}): Promise<void> {
  const { inventory, json, live } = options;
  if (live || json) throw new UserError("--undo must be given without --live and --json");
  const { landingZone } = await usableInventory(inventory);
  const { undoAdoption } = await import("../../stacks/undo-adoption.js");
  const said = await undoAdoption(landingZone, inventory);
  print(said.length > 0 ? said.join("\n") : "no stack holds anything that it took over");
}
