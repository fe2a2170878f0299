import { countQuotas, increase, type LandingZone } from "eks-pod-secrets/grant";
import type { Problem } from "eks-pod-secrets/rules";
import { quotaUses, useInWords } from "./quota-uses";

/** A rule of the inventory: no account, region or cluster needs more of anything than AWS grants it. */
export function quotaProblems(zone: LandingZone): Problem[] {
  return quotaUses(zone).flatMap((use): Problem[] => {
    const { account, limit, path, quota, used } = use;
    if (used <= limit) return [];
    const { wayOut } = countQuotas[quota];
    const what = useInWords({ ...use, account: account.name });
    const says = [
      `is over a quota of AWS: ${what} must be at most ${limit}, got ${used}`,
      [increase(countQuotas[quota]), wayOut].filter(Boolean).join("; or "),
    ].join("; ");
    return [{ path, says, severity: "error" }];
  });
}
