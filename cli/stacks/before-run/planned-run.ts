import type { LandingZone } from "eks-pod-secrets/grant";
import type { PlannedStack } from "../../../stacks/stack-plan";
import type { Project } from "../backend/stacks-in-backend";
import type { Operation } from "../engine/stack-engine";

/** A run before it begins. */
export interface PlannedRun extends Project {
  operation: Operation;
  zone: LandingZone;
  /** The stacks that it runs. */
  stacks: readonly PlannedStack[];
  /** Names of all that it was asked to run, those of other inventories included. */
  chosen: ReadonlySet<string>;
  /** Stacks of readers that it empties, as the inventory has no reader there any more. */
  toEmpty: readonly PlannedStack[];
  /** Stacks of owners that the inventory has no more. They stay, but let nobody read. */
  leftOwners: readonly PlannedStack[];
  /** Names of what it may take from others. */
  takenOver: readonly string[];
  inventory: string;
  /** `--yes` was given. */
  isMeant: boolean;
}
