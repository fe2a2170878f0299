import { unknownRegion } from "../../../rules/names";
import type { Path, Report } from "../../../rules/problem";
import type { Inventory } from "../schema/inventory";

/** Keys whose values are the user's own words, among which `region` means nothing. */
const OWN_WORDS = ["data", "extraPolicyStatements", "tags"];

/** Warns of each region that AWS is not known to have, where it is written. */
export function checkRegions(inventory: Inventory, report: Report): void {
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      if (typeof inner === "string" && /^(region|failoverRegion)$/.test(key)) {
        report(at, unknownRegion(inner), "warning");
      } else if (!OWN_WORDS.includes(key)) visit(inner, at);
    }
  };
  visit(inventory, []);
}
