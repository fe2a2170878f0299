import { inParallel } from "iam-proof/collections";
import { stackName } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { mismatchOf, withinCluster } from "../../clusters/found-in-cluster";
import { messageOf } from "../../terminal/errors";
import { note } from "../../terminal/output";
import type { PlannedRun } from "./planned-run";

/** Clusters that are asked at once. */
const AT_ONCE = 8;

/** Why stacks must not be run, by their names: the engine would reach another cluster by the context that the inventory names. */
export async function wrongContexts({
  operation,
  stacks,
  zone,
}: Pick<PlannedRun, "operation" | "stacks" | "zone">): Promise<Map<string, string>> {
  const isRun = new Set(stacks.map(({ name }) => name));
  const asked = zone.clusters.flatMap((cluster) => {
    const names = (["cluster", "workloads"] as const)
      .filter((layer) => layer === "workloads" || cluster.secretsStoreCsi.install === "helm")
      .map((layer) => stackName(cluster.account, layer))
      .filter((name) => isRun.has(name));
    return cluster.kubeconfigContext && names.length > 0 ? [{ cluster, names }] : [];
  });
  const found = await inParallel(asked, AT_ONCE, async ({ cluster, names }) => {
    try {
      const access = await accountAccess(cluster.account, cluster.region, operation);
      const mismatch = await withinCluster(cluster, access, async (_, described) =>
        mismatchOf(cluster, described),
      );
      return mismatch === undefined ? [] : names.map((name): [string, string] => [name, mismatch]);
    } catch (error) {
      note(`where the context of cluster ${cluster.id} leads is not known: ${messageOf(error)}`);
      return [];
    }
  });
  return new Map(found.flat());
}
