import type { ClaimId, ClaimResult } from "../claims/claim";
import type { Deployment } from "../documents/deployment";
import { COMMON, GroupsApart } from "../documents/groups-apart";
import type { Recollection } from "./memory";
import type { Work } from "./settler";

/** What is to be done for claims about a deployment. */
export interface WorkLeft {
  /** Of each claim the work, or what was proved of it before. */
  works: (ClaimResult | Work)[];
  /** The documents that the work is about. */
  deployment: Deployment;
  /** Keeps what was found of the claims, which are in the same order. */
  keep(found: readonly ClaimResult[]): void;
}

/** Leaves out the groups of documents about which all claims were proved before. */
export function workLeft(
  claims: readonly ClaimId[],
  deployment: Deployment,
  worksOf: (deployment: Deployment) => Work[],
  recollection: Recollection | undefined,
): WorkLeft {
  const all = worksOf(deployment);
  const apart = recollection && new GroupsApart(deployment);
  const groupOf = ({ named }: Work) => apart?.groupOf(named);
  // What has no name is in no group.
  if (!recollection || !apart || all.some((work) => groupOf(work) === undefined)) {
    return { works: all, deployment, keep: () => {} };
  }
  const places = new Map<number, number[]>(apart.groups.map((group) => [group, []]));
  for (const [place, work] of all.entries()) places.get(groupOf(work) ?? COMMON)?.push(place);
  const known = new Map<number, ClaimResult>();
  const left = [...places].flatMap(([group, of]) => {
    const about = of.map((place) => all[place] as Work);
    const recalled = recollection.aboutGroup(claims, apart, group, about);
    for (const [index, one] of (recalled.known ?? []).entries()) known.set(of[index] ?? -1, one);
    return recalled.known ? [] : [{ group, of, keep: recalled.keep }];
  });
  const groups = new Set(left.map(({ group }) => group));
  const rest = apart.deploymentOf(groups);
  // In the same order as among all.
  const anew = worksOf(rest)
    .filter((work) => groups.has(groupOf(work) ?? COMMON))
    .values();
  return {
    works: all.map((_, place) => known.get(place) ?? (anew.next().value as Work)),
    deployment: rest,
    keep: (found) => {
      for (const { keep, of } of left) keep(of.map((place) => found[place] as ClaimResult));
    },
  };
}
