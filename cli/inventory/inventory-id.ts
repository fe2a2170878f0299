import { randomBytes } from "node:crypto";

import type { PlacedProblem } from "eks-pod-secrets/grant";
import type { UsableInventory } from "./inventory-file";

/** An id that no other inventory has. */
export function newInventoryId(): string {
  return `lz-${randomBytes(4).toString("hex")}`;
}

/** The warning about an inventory without an id. */
export function missingId({ landingZone, problemAt }: UsableInventory): PlacedProblem[] {
  if (landingZone.id !== undefined) return [];
  const says = [
    "should be given, got none: without it nothing tells the stacks of this inventory from those of another one in the same backend",
    `where both have an account of one name, each would delete what the other deployed; add the line id: ${newInventoryId()}`,
  ];
  return [problemAt(["id"], says.join("; "))];
}
