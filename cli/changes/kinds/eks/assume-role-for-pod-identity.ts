import { awsCall, eksKind, inCluster } from "../../kind";
import { exchanges } from "../../sessions";

/** Somebody sends a token that they hold to EKS Auth, and gets the session of its association. */
export const assumeRoleForPodIdentity = eksKind({
  id: "assume-role-for-pod-identity",
  gives: "becomes",
  about: {
    title: "Exchange a pod's token at EKS Auth",
    pages: [
      "https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html",
    ],
    prerequisites:
      "A token of the reader's service account for pods.eks.amazonaws.com, and any identity that may call EKS Auth for the cluster, such as a node's role.",
    fix: "Give eks-auth:AssumeRoleForPodIdentity to nodes alone, and nobody the right to create serviceaccounts/token.",
    coverage: "full",
  },
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
