import type { LandingZone } from "../../../../sdk/grant";
import { changedClusters } from "./changed-clusters";
import { changedCopies } from "./changed-copies";
import { changedReaders } from "./changed-readers";
import { goingKeys, goingSecrets } from "./going-secrets";
import { keptParameters } from "./kept-parameters";
import { lostValues } from "./lost-values";
import type { PlanCost } from "./plan-cost";
import { renamed } from "./renamed";

/** What of a change fails, and which values, accesses and running pods the rest of it costs. */
export function costs(before: LandingZone, after: LandingZone): PlanCost[] {
  return [
    ...costsOf("fails", renamed(before, after)),
    ...costsOf("fails", lostValues(before, after)),
    ...costsOf("value", goingSecrets(before, after)),
    ...costsOf("value", goingKeys(before, after)),
    ...costsOf("access", keptParameters(before, after)),
    ...changedReaders(before, after),
    ...costsOf("access", changedCopies(before, after)),
    ...costsOf("pods", changedClusters(before, after)),
  ];
}

function costsOf(kind: PlanCost["kind"], sentences: string[]): PlanCost[] {
  return sentences.map((says) => ({ kind, says }));
}
