import type { ClusterNetwork } from "../../../stacks/chosen-network";
import type { PlannedStack } from "../../../stacks/stack-plan";

/** What can be done to a stack. */
export type Operation = "up" | "destroy" | "refresh";

/** What one run of one stack did. */
export interface StackRun {
  /** The number of resources by operation: `create`, `update`, `delete`, `same` and so on. */
  changes: Record<string, number>;
  /** Names of the secrets that it created, which have no value yet. */
  createdSecrets: string[];
  /** The networks of clusters that it creates in the default VPC, if they were chosen in this run. */
  networks?: ChosenNetwork[];
  /** Readers that it also lets in by their former way, with the workloads stack that must switch first. */
  formerWays?: Record<string, string>;
}

/** The subnets of the default VPC in which a cluster is created. */
export interface ChosenNetwork extends ClusterNetwork {
  /** The cluster's name in the inventory. */
  cluster: string;
}

/** What would happen to one resource. */
export interface ResourceStep {
  /** The operation: `create`, `update`, `replace`, `delete` and so on. */
  operation: string;
  type: string;
  name: string;
  /** Names of the properties that differ. */
  properties: string[];
}

/** What one run would do to one stack. */
export interface StackPreview extends Pick<StackRun, "changes"> {
  /** The steps, without unchanged resources. */
  steps: ResourceStep[];
}

/** The options of a preview. */
interface PreviewRequest {
  /** Whether to compare with the accounts and not only with the state. */
  refresh: boolean;
  onStep: (step: string) => void;
  signal: AbortSignal;
}

/** A run was asked to stop and may not have finished. The same command continues it. */
export class StoppedRun extends Error {
  override name = "StoppedRun";
}

/** Runs stacks. */
export interface StackEngine {
  /** Runs a stack. Rejects with an error that tells the user why the stack failed, or with a `StoppedRun`. */
  run(
    stack: PlannedStack,
    operation: Operation,
    /** Called with what is being done, such as `create orders-role`. */
    onStep: (step: string) => void,
    /** When it is aborted, the run ends after the steps in flight. */
    signal: AbortSignal,
  ): Promise<StackRun>;
}

/** Previews stacks. */
export interface StackPreviewer {
  /** What `up` would do to an existing stack. Rejects like `run`. */
  preview(stack: PlannedStack, request: PreviewRequest): Promise<StackPreview>;
}

/** Refreshes stacks. */
export interface StackRefresher {
  /** Refreshes some resources of a stack. */
  refresh(stack: PlannedStack, urns: readonly string[]): Promise<void>;
  /** Removes the record of a stack's last run, so that the stack runs again whatever becomes of this command. Never rejects. */
  forgetRun(stack: PlannedStack): Promise<void>;
}

/** Removes from stacks what they took over. */
export interface StackLeaver {
  /** Removes the objects from the stack; they stay as they are. Returns them, such as `orders-role (by-hand)`. */
  leaveAdopted(stack: PlannedStack): Promise<string[]>;
}
