import { addTo, inParallel } from "iam-proof/collections";
import { stackName } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { mismatchOf, withinCluster } from "../../clusters/found-in-cluster";
import { messageOf } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { unusableHolders } from "../values/unusable-holders";
import { type ClustersLook, liveClusters } from "./live-clusters";
import type { PlannedRun } from "./planned-run";

/** A stack that must not be deployed, and why. */
type Unfit = readonly [stack: string, reason: string];

/**
 * Why `up` must not deploy stacks, by name. `refresh`: it reads the accounts first, and so creates again what is deleted for
 * good. `others`: reasons that are already known.
 */
export async function unfitStacks(
  look: ClustersLook,
  refresh: boolean,
  others: readonly Unfit[],
): Promise<Map<string, string>> {
  const found = await Promise.all([unfitClusters(look), unusableValues(look, refresh)]);
  const reasons = new Map<string, string[]>();
  for (const [stack, reason] of [...found.flat(), ...others]) addTo(reasons, stack, reason);
  return new Map([...reasons].map(([stack, all]) => [stack, [...new Set(all)].join("\n")]));
}

/** Clusters that differ from the inventory. */
async function unfitClusters(look: ClustersLook): Promise<Unfit[]> {
  const isRun = new Set(look.stacks.map(({ name }) => name));
  return (await liveClusters(look)).flatMap(({ cluster, unread, write }): Unfit[] => {
    if (unread) note(`${unread}; what is there is not known`);
    const { account } = look.zone.clusters.find(({ id }) => id === cluster) ?? {};
    if (!account) return [];
    const workloads = stackName(account, "workloads");
    // Workloads wait for the stack of their cluster.
    const own = stackName(account, "cluster");
    const first = isRun.has(own) ? own : workloads;
    return [
      ...write.cluster.map((one): Unfit => [first, one]),
      ...write.workloads.map((one): Unfit => [workloads, one]),
    ];
  });
}

/** Keys and secrets that somebody has disabled or deleted: a run would create others beside them, without the values. */
async function unusableValues(look: ClustersLook, refresh: boolean): Promise<Unfit[]> {
  return (await unusableHolders(look)).flatMap(({ says, stack, state }): Unfit[] => {
    if (state === "unknown") note(says);
    const isMadeAnew = state === "deleted" && refresh;
    return state === "unknown" || isMadeAnew ? [] : [[stack, says]];
  });
}

/** Clusters that are asked at once. */
const AT_ONCE = 8;

/** Why stacks must not be run, by name: with the inventory's kubeconfig context, the engine would reach another cluster. */
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
