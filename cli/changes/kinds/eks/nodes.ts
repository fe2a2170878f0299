import { parseArn } from "eks-pod-secrets/grant";
import { type Actor, type Call, mayTryOn, type World } from "iam-proof";
import { awsCall } from "../../kind";
import type { Cluster } from "../../rbac/cluster";

/**
 * For each node, the first of these lists of calls that the actor may be able to make on it. If nobody read the nodes, any
 * instance may be one.
 */
export function* callsOnNodes(
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
