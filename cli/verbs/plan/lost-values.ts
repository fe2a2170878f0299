import type { LandingZone } from "../../../sdk/grant";
import { keyLosses, keyUses } from "../../../stacks/key-losses";
import { stackName, stackPlan } from "../../../stacks/stack-plan";

/** Which values the change would lose with their keys; `up` and `preview` refuse it. One sentence each. */
export function lostValues(before: LandingZone, after: LandingZone): string[] {
  const planned = new Set(stackPlan(after).map(({ name }) => name));
  // A stack that leaves the inventory stays as it is, with its keys.
  const keys = before.keys.filter(({ account }) => planned.has(stackName(account, "secrets")));
  return keyLosses({ uses: keyUses(keys), arns: {}, released: [] }, after);
}
