import { parseArn } from "eks-pod-secrets/grant";
import { mayTryOn } from "iam-proof";
import { associationsOf } from "../../associations";
import { awsCall, eksKind, passRole } from "../../kind";
import { sessionBy } from "../../sessions";
import { rolesNaming } from "../../world";

const PASS = "iam:PassRole";

/** Somebody replaces the cluster that a trust policy names with a cluster of their own. */
export const recreateCluster = eksKind({
  id: "recreate-cluster",
  gives: "runs",
  title: "Delete a cluster and make one of its ARN",
  actions: [
    "eks:DeleteCluster",
    "eks:CreateCluster",
    "eks:CreatePodIdentityAssociation",
    "iam:PassRole",
  ],
  *changesOf(world, cluster, actor) {
    if (!mayTryOn(world, actor, "eks:DeleteCluster", cluster.arn)) return;
    const clusterRoles = rolesNaming(world, '"eks.amazonaws.com"');
    const { account, partition } = parseArn(cluster.arn) ?? {};
    const some = `arn:${partition}:iam::${account}:role/cluster`;
    const clusterRole =
      clusterRoles.find(({ arn }) => mayTryOn(world, actor, PASS, arn))?.arn ?? some;
    const anew = ["eks:DeleteCluster", "eks:CreateCluster", "eks:CreatePodIdentityAssociation"].map(
      (action) => awsCall(action, cluster.arn),
    );
    for (const { roleArn, ...one } of associationsOf(world, cluster)) {
      if (one.webIdentity) continue;
      const association = { ...one, roleArn };
      const session = sessionBy(world, association);
      yield {
        target: cluster.arn,
        variant: session.actor.key,
        isLast: true,
        calls: [
          ...anew,
          passRole(clusterRole, "eks.amazonaws.com", cluster.arn),
          passRole(roleArn, "pods.eks.amazonaws.com", cluster.arn),
          ...session.calls,
        ],
        becomes: [session.actor],
        ...(clusterRole === some && { worstCase: "a role for clusters is taken to be there" }),
      };
    }
  },
});
