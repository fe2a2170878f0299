import { type LandingZone, type ResolvedCluster, stackName } from "../grant";
import type { Loss } from "./loss";
import { lost } from "./words";

/** What a change of clusters costs the pods that run there. */
export function clusterLosses(
  before: Pick<LandingZone, "clusters">,
  after: Pick<LandingZone, "clusters">,
): Loss[] {
  const now = new Map(after.clusters.map((cluster) => [cluster.id, cluster]));
  return before.clusters.flatMap((cluster) => {
    const title = `cluster ${cluster.id} of ${stackName(cluster.account, "cluster")}`;
    const same = now.get(cluster.id);
    const found = [
      ...(cluster.create ? clusterLoss(title, cluster, same) : []),
      ...driverChange(cluster, same),
    ];
    return found.map((says): Loss => ({ kind: "pods", says }));
  });
}

/** A cluster that its stack made goes with everything that runs in it. */
function clusterLoss(
  title: string,
  before: ResolvedCluster,
  after: ResolvedCluster | undefined,
): string[] {
  const cost = "with all pods in it, whoever deploys them";
  if (after?.account.name !== before.account.name) return [`${title} will be deleted, ${cost}`];
  if (!after.create) {
    return [`${title} is said to exist; its stack made it, and will delete it, ${cost}`];
  }
  return before.arn === after.arn ? [] : [`${title} will be replaced by another one, ${cost}`];
}

function driverChange(before: ResolvedCluster, after: ResolvedCluster | undefined): string[] {
  const [old, now] = [before.secretsStoreCsi.install, after?.secretsStoreCsi.install];
  if (!after || old === now || before.arn !== after.arn) return [];
  if (old === "existing") return [];
  return now === "existing"
    ? [
        `cluster ${after.id} keeps driver and provider, which its stack installed: they stay there, and no stack updates or deletes them any more`,
      ]
    : [
        `cluster ${after.id} gets its driver and provider by ${now} instead of ${old}: ${lost.driverForAWhile}`,
      ];
}
