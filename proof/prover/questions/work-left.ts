import type { ClaimResult } from "../claims/claim";
import type { Deployment } from "../documents/deployment";
import { COMMON, GroupsApart } from "../documents/groups-apart";
import type { Recollection } from "./memory";
import type { ListedClaim } from "./settler";

/** What remains to be done for claims about a deployment. */
export interface WorkLeft {
  /** Each claim, or what was proved of it before. */
  claims: (ClaimResult | ListedClaim)[];
  /** The documents that the claims are settled about. */
  deployment: Deployment;
  /** Keeps the results of the claims, in the same order. */
  keep(found: readonly ClaimResult[]): void;
}

/** Leaves out groups of documents for which all claims were proved before. */
export function workLeft(
  deployment: Deployment,
  listClaims: (deployment: Deployment) => ListedClaim[],
  recollection: Recollection | undefined,
): WorkLeft {
  const all = listClaims(deployment);
  const apart = recollection && new GroupsApart([deployment]);
  const claims = all.map(({ claim, named, subject }) => {
    return { claim, subject, group: apart?.groupOf(named) };
  });
  // Something without a name is in no group.
  if (!recollection || !apart || claims.some(({ group }) => group === undefined)) {
    return { claims: all, deployment, keep: () => {} };
  }
  const { keep, known, left } = recollection.aboutGroups(apart, claims);
  const rest = apart.deploymentOf(left);
  // In the same order as among all.
  const anew = listClaims(rest)
    .filter(({ named }) => left.has(apart.groupOf(named) ?? COMMON))
    .values();
  return {
    claims: claims.map((_, place) => known[place] ?? (anew.next().value as ListedClaim)),
    deployment: rest,
    keep,
  };
}
