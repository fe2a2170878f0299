import type { ClusterNetwork } from "../../../stacks/chosen-network";
import type { PlannedStack } from "../../../stacks/stack-plan";

/** What can be done to a stack. */
export type Operation = "up" | "destroy" | "refresh";

/** What one run of one stack did. */
export interface StackRun {
  /** Number of resources by what happened to them: `create`, `update`, `delete`, `same`, … */
  changes: Record<string, number>;
  /** Names of the secrets that it created, which have no value yet. */
  createdSecrets: string[];
  /** Where it creates clusters in the default VPC, chosen in this run. */
  networks?: ChosenNetwork[];
  /** Readers that it lets in by their former way besides, and the stack of each one's workloads, which must switch first. */
  formerWays?: Record<string, string>;
}

/** The subnets of the default VPC in which a cluster is created. */
export interface ChosenNetwork extends ClusterNetwork {
  /** The cluster's name within the inventory. */
  cluster: string;
}

/** What would happen to one resource. */
export interface ResourceStep {
  /** `create`, `update`, `replace`, `delete`, … */
  operation: string;
  type: string;
  name: string;
  /** Names of the properties that differ. */
  properties: string[];
}

/** What one run would do to one stack. */
export interface StackPreview extends Pick<StackRun, "changes"> {
  /** Without the resources that stay as they are. */
  steps: ResourceStep[];
}

/** How a preview is asked for. */
interface PreviewRequest {
  /** Compare with what the accounts hold, and not only with the state. */
  refresh: boolean;
  onStep: (step: string) => void;
  signal: AbortSignal;
}

/** A run was asked to stop and may not have come to its end: the same command goes on with it. */
export class StoppedRun extends Error {
  override name = "StoppedRun";
}

/** Runs stacks. */
export interface StackEngine {
  /** Rejects with an error that says, for the user, why the stack failed, or with a `StoppedRun`. */
  run(
    stack: PlannedStack,
    operation: Operation,
    /** Told what is being done, as `create orders-role`. */
    onStep: (step: string) => void,
    /** Aborted: end after the steps in flight. */
    signal: AbortSignal,
  ): Promise<StackRun>;
}

/** Tells what running stacks would do. */
export interface StackPreviewer {
  /** What `up` would do to a stack that there is; nothing is done. Rejects as `run` does. */
  preview(stack: PlannedStack, request: PreviewRequest): Promise<StackPreview>;
}

/** Tells the states of stacks what their accounts hold. */
export interface StackRefresher {
  /** Reads some resources of a stack anew. */
  refresh(stack: PlannedStack, urns: readonly string[]): Promise<void>;
  /** Forgets what the last run of a stack went by, so that the stack runs again whatever becomes of this command. Never rejects. */
  forgetRun(stack: PlannedStack): Promise<void>;
}

/** Takes out of stacks what they took over. */
export interface StackLeaver {
  /** The objects stay as they are. Answers them, as `orders-role (by-hand)`. */
  leaveAdopted(stack: PlannedStack): Promise<string[]>;
}
