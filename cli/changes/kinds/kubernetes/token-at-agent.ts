import { inCluster, kubernetesKind } from "../../kind";
import { exchanges } from "../../sessions";

/** Somebody who has a pod sends a token that they hold to the agent of its node. The agent checks nothing else. */
export const tokenAtAgent = kubernetesKind({
  id: "exchange-token-at-agent",
  gives: "becomes",
  title: "Exchange a token at the Pod Identity agent",
  actions: ["eks-auth.amazonaws.com AssumeRoleForPodIdentity"],
  *tries({ cluster, user, world }) {
    if (!user.hasPod) return;
    for (const { actor, calls, whose } of exchanges(world, cluster)) {
      const target = inCluster(cluster, `the association of ${whose}`);
      yield { target, variant: actor.key, needs: [], more: calls, becomes: [actor] };
    }
  },
});
