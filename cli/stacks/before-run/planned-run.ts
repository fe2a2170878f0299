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
  /** Names of all stacks that it was asked to run, including those of other inventories. */
  chosen: ReadonlySet<string>;
  /** Readers' stacks that it empties, because the inventory no longer has a reader there. */
  toEmpty: readonly PlannedStack[];
  /** Owners' stacks that are no longer in the inventory. They stay, but let nobody read. */
  leftOwners: readonly PlannedStack[];
  /** Names of what it may take over from others. */
  takenOver: readonly string[];
  inventory: string;
  /** Whether `--yes` was given. */
  isMeant: boolean;
}
