import { nameIn } from "eks-pod-secrets/change-losses";
import type { Import } from "../../../stacks/import-file";
import { adoptedResources, allImports } from "../backend/adopted-resources";
import { exportedText, importText, resourcesIn } from "../backend/exported-state";
import type { CommandPlace } from "../backend/pulumi-command";
import { stateWithout } from "../backend/state-without";

/**
 * Removes from a stack the objects that it took over with these entries and, with `all`, those in its record. They stay as they
 * are. Returns them, such as `orders-role (by-hand)`.
 */
export async function leaveAdopted(
  place: CommandPlace,
  stack: string,
  imports: readonly Import[],
  all = false,
): Promise<string[]> {
  const text = await exportedText(place, stack);
  const held = resourcesIn(text);
  const entries = all ? allImports(imports, held) : imports;
  const adopted = adoptedResources(held, entries);
  if (adopted.length === 0) return [];
  const left = stateWithout(text, (resources) => adoptedResources(resources, entries));
  if (left !== undefined) await importText(place, stack, left);
  return adopted.map(({ id, urn }) => `${nameIn(urn)} (${id})`);
}

/** Says that objects have left a stack. */
export function leftWords(stack: string, left: readonly string[]): string {
  return `left as they are, and no longer in ${stack}: ${left.join(", ")}`;
}
