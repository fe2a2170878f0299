import type { ClaimResult } from "../../../proof";
import type { InventoryNames } from "../../access-answers/inventory-names";
import type { PageResult } from "./page-data";

/** What was proved of what stands in the picture. Subjects are found by the ARNs and the grants that they name. */
export function pageResults(
  claims: readonly ClaimResult[],
  nodesOf: (subject: string) => string[],
  { named }: Pick<InventoryNames, "named">,
): PageResult[] {
  return claims
    .filter(({ claim }) => claim !== "difference")
    .map(({ assumptionsUsed, claim, counterexample, reason, result, subject }) => ({
      claim,
      result,
      about: nodesOf(subject),
      assumptionsUsed,
      ...(reason && { reason: named(reason) }),
      ...(counterexample && {
        summary: named(counterexample.summary),
        fix: named(counterexample.fix),
      }),
    }));
}
