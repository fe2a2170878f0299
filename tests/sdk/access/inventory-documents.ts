import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import { parseInventory } from "../../../sdk/grant";
import type { AccessDocuments } from "../../proof/pods";

/** The documents of an inventory. Throws if the inventory has problems. `arns` are ARNs from AWS, and default to stand-ins. */
export function inventoryDocuments(
  text: string,
  arns?: Parameters<typeof landingZoneDocuments>[1],
): AccessDocuments {
  const parsed = parseInventory(text, "landing-zone.yaml");
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return landingZoneDocuments(parsed.landingZone, arns);
}
