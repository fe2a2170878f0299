import { awsCall, eksKind, inCluster } from "../../kind";
import { exchanges } from "../../sessions";

/** Somebody sends a token that they hold to EKS Auth, and gets the session of its association. */
export const assumeRoleForPodIdentity = eksKind({
  id: "assume-role-for-pod-identity",
  gives: "becomes",
  title: "Exchange a pod's token at EKS Auth",
  actions: ["eks-auth:AssumeRoleForPodIdentity"],
  *changesOf(world, cluster) {
    for (const { actor, calls, whose } of exchanges(world, cluster)) {
      yield {
        target: inCluster(cluster, `the association of ${whose}`),
        variant: actor.key,
        calls: [awsCall("eks-auth:AssumeRoleForPodIdentity", cluster.arn), ...calls],
        becomes: [actor],
      };
    }
  },
});
