import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import { parseInventory } from "../../../sdk/grant";
import type { AccessDocuments } from "../../proof/pods";

/** The documents that an inventory, which must be right, leads to. `arns`: what AWS drew; defaults to stand-ins. */
export function inventoryDocuments(
  text: string,
  arns?: Parameters<typeof landingZoneDocuments>[1],
): AccessDocuments {
  const parsed = parseInventory(text, "landing-zone.yaml");
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return landingZoneDocuments(parsed.landingZone, arns);
}
