import type { LandingZone, ResolvedCluster } from "../../../../sdk/grant";
import { stackName, stackPlan } from "../../../../stacks/stack-plan";

/** What a change of clusters costs the pods that run there. */
export function changedClusters(before: LandingZone, after: LandingZone): string[] {
  const planned = new Set(stackPlan(after).map(({ name }) => name));
  const now = new Map(after.clusters.map((cluster) => [cluster.id, cluster]));
  return before.clusters.flatMap((cluster) => {
    const stack = stackName(cluster.account, "cluster");
    if (!planned.has(stack)) return [];
    const same = now.get(cluster.id);
    return [
      ...(cluster.create ? clusterLoss(`cluster ${cluster.id} of ${stack}`, cluster, same) : []),
      ...driverChange(cluster, same),
    ];
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
        `cluster ${after.id} gets its driver and provider by ${now} instead of ${old}: until they are there no pod that starts can mount a secret`,
      ];
}
