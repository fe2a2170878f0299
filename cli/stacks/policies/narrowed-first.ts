import { isDeniedFirst, isSaid, type Statement } from "eks-pod-secrets/policy";
import { policyDifference } from "./policy-difference";

/**
 * Whether a policy says what a stack's own policy does not. What says less is no statement of others, nor what the inventory has denied
 * first: up itself narrows a policy before it runs the stack.
 */
export function addsToPolicy(live: string, own: string, inventory = ""): boolean {
  const ours = statementsOf(own);
  const Statement = statementsOf(live).filter(
    (one) => !isDeniedFirst(one, inventory) && !(one.Effect === "Allow" && isSaid(one, ours)),
  );
  return Boolean(policyDifference(own, JSON.stringify({ Statement }))?.adds.length);
}

/** Whether a policy lacks of a stack's own nothing but what the inventory does not plan, as `up` leaves it before it runs the stack. */
export function isNarrowedFirst(
  live: string,
  own: string,
  planned: readonly Statement[],
  inventory = "",
): boolean {
  const theirs = statementsOf(live);
  return (
    !addsToPolicy(live, own, inventory) &&
    statementsOf(own).every(
      (one) => isSaid(one, theirs) || (one.Effect === "Allow" && !isSaid(one, planned)),
    )
  );
}

function statementsOf(policy: string): Statement[] {
  return [JSON.parse(policy).Statement].flat();
}
