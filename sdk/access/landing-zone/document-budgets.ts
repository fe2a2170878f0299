import type { LandingZone } from "../../grant/landing-zone/landing-zone";
import { policyBudgets, policySize } from "../../policy";
import type { Problem } from "../../rules/problem";
import { deployedPolicies } from "./deployed-policies";
import { plannedArns } from "./landing-zone-documents";

/** A rule of the inventory: every document that the landing zone leads to stays within the limit that AWS sets for its kind. */
export function documentBudgets(zone: LandingZone): Problem[] {
  return deployedPolicies(zone, plannedArns).flatMap(({ document, kind, path }): Problem[] => {
    const { limit, title, unit, wayOut } = policyBudgets[kind];
    const size = policySize(kind, document);
    if (size <= limit) return [];
    const says = `is over a limit of AWS: ${title} must be at most ${limit} ${unit}, got ${size}; ${wayOut}`;
    return [{ path, says, severity: "error" }];
  });
}
