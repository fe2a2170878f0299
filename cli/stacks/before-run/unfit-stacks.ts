import { stackName } from "../../../stacks/stack-plan";
import { note } from "../../terminal/output";
import { type LiveLook, liveClusters } from "./live-clusters";

/** Why stacks must not be deployed, by their names: a cluster is not as the inventory has it. */
export async function unfitStacks(look: LiveLook): Promise<Map<string, string>> {
  const unfit = new Map<string, string>();
  const isRun = new Set(look.stacks.map(({ name }) => name));
  for (const { cluster, unread, write } of await liveClusters(look)) {
    if (unread) note(`${unread}; what is there is not known`);
    const { account } = look.zone.clusters.find(({ id }) => id === cluster) ?? {};
    if (!account || write.length === 0) continue;
    // Workloads wait for the stack of their cluster.
    const [first, second] = (["cluster", "workloads"] as const).map((one) =>
      stackName(account, one),
    );
    const stack = first && isRun.has(first) ? first : second;
    if (stack) unfit.set(stack, [unfit.get(stack) ?? [], write].flat().join("\n"));
  }
  return unfit;
}
