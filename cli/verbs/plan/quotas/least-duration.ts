import type { LandingZone, ResolvedAccount } from "../../../../sdk/grant";
import { quotaIn, type RateQuotaName } from "../../../../sdk/rules/quotas";
import { stackPlan } from "../../../../stacks/stack-plan";
import { plannedCalls } from "./planned-calls";

/** Seconds below which no first `up` of an inventory can end, however fast everything else is. */
export interface LeastDuration {
  seconds: number;
  /** The stacks that wait for one another the longest, each with what it waits for. */
  steps: DurationStep[];
}

/** The calls of a stack that AWS's rates hold up the longest. */
export interface DurationStep {
  stack: string;
  account: ResolvedAccount;
  region: string;
  rate: RateQuotaName;
  calls: number;
  perSecond: number;
  seconds: number;
}

/** The path through the stacks that takes longest where each takes as long as its slowest calls. */
export function leastDuration(zone: LandingZone): LeastDuration {
  const slowest = slowestSteps(zone);
  const paths = new Map<string, LeastDuration>();
  const none: LeastDuration = { seconds: 0, steps: [] };
  let longest = none;
  for (const { dependsOn, name } of stackPlan(zone)) {
    const before = dependsOn.map((one) => paths.get(one) ?? none).reduce(longer, none);
    const step = slowest.get(name);
    const path = step
      ? { seconds: before.seconds + step.seconds, steps: [...before.steps, step] }
      : before;
    paths.set(name, path);
    longest = longer(longest, path);
  }
  return longest;
}

function longer(one: LeastDuration, other: LeastDuration): LeastDuration {
  return other.seconds > one.seconds ? other : one;
}

function slowestSteps(zone: LandingZone): Map<string, DurationStep> {
  const slowest = new Map<string, DurationStep>();
  for (const { account, calls, rate, region, stack } of plannedCalls(zone)) {
    const perSecond = quotaIn(zone.quotas[account.name], rate);
    // AWS counts by the second, and the first and the last of them may be short.
    const seconds = Math.ceil(calls / perSecond) - 2;
    const known = slowest.get(stack);
    if (seconds <= (known?.seconds ?? 0)) continue;
    slowest.set(stack, { stack, account, region, rate, calls, perSecond, seconds });
  }
  return slowest;
}
