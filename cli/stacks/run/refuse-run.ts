import type { PlannedStack } from "../../../stacks/stack-plan";
import { UserError } from "../../terminal/errors";
import { accessWords } from "../backend/orphaned-stacks";
import type { Refusals } from "../before-run/refusals";
import type { StackRefresher } from "../engine/stack-engine";
import { type Removed, removalWords, removeAccessFirst } from "./removals-first";

/** A run that must not begin. */
export interface RefusedRun extends Refusals {
  /** Stacks that are not run, and whose access goes. */
  owners: readonly PlannedStack[];
  /** What would have to be confirmed first. */
  open: readonly string[];
  engine: StackRefresher;
}

/**
 * Rejects with a `UserError`: why no stack was run, and what became of the access that the inventory does not grant any more. Nothing
 * that refuses a run keeps an access, but what nobody has confirmed.
 */
export async function refuseRun({
  engine,
  open,
  own,
  owners,
  reasons,
}: RefusedRun): Promise<never> {
  const removed =
    own.operation === "up" && open.length === 0 ? await removeAccessFirst(own, owners, engine) : [];
  const ends =
    open.length > 0
      ? [
          ...open,
          "no stack was run, and no access was removed; eks-pod-secrets revoke READER cuts a reader off at once",
        ]
      : ["no stack was run", ...removed.map(endOf)];
  throw new UserError([...reasons, ...ends].join("\n"));
}

function endOf({ reason, removal }: Removed): string {
  const { holder, loses } = removal;
  return reason === undefined
    ? `access is removed: ${removalWords({ policyOf: holder.arn, loses })}`
    : `access stays: ${accessWords(removal)}: ${reason}`;
}
