import type { PlannedStack } from "../../../stacks/stack-plan";
import { UserError } from "../../terminal/errors";
import { accessWords } from "../backend/orphaned-stacks";
import type { Refusals } from "../before-run/refusals";
import type { StackRefresher } from "../engine/stack-engine";
import { type Removed, removalWords, removeAccessFirst } from "./removals-first";

const NOTHING_REMOVED =
  "no stack was run, and no access was removed; eks-pod-secrets revoke READER cuts a reader off at once";

/** A run that must not begin. */
export interface RefusedRun extends Refusals {
  /** Stacks that are not run, and whose access goes. */
  owners: readonly PlannedStack[];
  /** What would have to be confirmed first. */
  open: readonly string[];
  engine: StackRefresher;
}

/**
 * Rejects with a `UserError`: why no stack was run, and what became of the access that the inventory does not grant any more. That
 * access stays only while something that the run costs is not confirmed.
 */
export async function refuseRun({
  engine,
  open,
  own,
  owners,
  reasons,
}: RefusedRun): Promise<never> {
  const isUp = own.operation === "up";
  if (isUp && open.length > 0) {
    throw new UserError([...reasons, ...open, NOTHING_REMOVED].join("\n"));
  }
  const removed = isUp ? await removeAccessFirst(own, owners, engine) : [];
  throw new UserError([...reasons, ...open, "no stack was run", ...removed.map(endOf)].join("\n"));
}

function endOf({ reason, removal }: Removed): string {
  const { holder, loses } = removal;
  return reason === undefined
    ? `access is removed: ${removalWords({ policyOf: holder.arn, loses })}`
    : `access stays: ${accessWords(removal)}: ${reason}`;
}
