import { parseArn } from "eks-pod-secrets/grant";
import { type Actor, type Call, type ChangeKind, mayTryOn, type World } from "iam-proof";
import { awsCall, eksKind, inCluster, runningOnNode } from "../../kind";
import type { Cluster } from "../../rbac/cluster";

interface NodeKind extends Omit<ChangeKind, "actions" | "changesBy" | "gives"> {
  /** Lists of calls, each of which is enough. */
  ways: string[][];
}

/** A kind of change that gives control of a node by calls on its instance. */
export function nodeKind({ ways, ...kind }: NodeKind): ChangeKind {
  return eksKind({
    ...{ ...kind, gives: "runs", actions: ways.flat() },
    *changesOf(world, cluster, actor) {
      const target = inCluster(cluster, "a node");
      for (const calls of callsOnNodes(world, cluster, actor, ways)) {
        yield* runningOnNode(world, cluster, { target, calls });
      }
    },
  });
}

/**
 * For each node, the first of these lists of calls that the actor may be able to make on it. If nobody read the nodes, any
 * instance may be one.
 */
function* callsOnNodes(
  world: World,
  { arn, nodes }: Cluster,
  actor: Actor,
  alternatives: readonly (readonly string[])[],
): Iterable<Call[]> {
  const { account, partition, region } = parseArn(arn) ?? {};
  const some = `arn:${partition}:ec2:${region}:${account}:instance/i-00000000000000000`;
  for (const node of nodes ?? [some]) {
    for (const actions of alternatives) {
      if (!actions.every((action) => mayTryOn(world, actor, action, node))) continue;
      yield actions.map((action) => awsCall(action, node));
    }
  }
}
