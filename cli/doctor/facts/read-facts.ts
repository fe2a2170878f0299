import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";
import type { AccountFacts } from "./account-facts";
import type { ClusterFacts } from "./cluster-facts";
import { placesOf, readAccountFacts } from "./read-account-facts";
import { readClusterFacts } from "./read-cluster-facts";
import { type Look, readingOf } from "./reading";

/** Everything that is read about a reader's way. */
export type Facts = ClusterFacts & AccountFacts;

/**
 * Reads what clusters and accounts tell about the ways of these readers, in their order, each thing once, without changing
 * anything. `progress` is told how much has been read.
 */
export async function readFacts(
  zone: LandingZone,
  readers: readonly ResolvedReader[],
  { progress, ...look }: Look & { progress?: (done: number, total: number) => void },
): Promise<Facts[]> {
  const total = readers.length + readers.flatMap(placesOf).length;
  let done = 0;
  const reading = await readingOf(readers, () => progress?.(++done, total));
  const [inAccounts, inClusters] = await Promise.all([
    readAccountFacts(zone, readers, reading, look),
    readClusterFacts(readers, reading),
  ]);
  return inClusters.map((facts, index) => ({ ...(inAccounts[index] as AccountFacts), ...facts }));
}
