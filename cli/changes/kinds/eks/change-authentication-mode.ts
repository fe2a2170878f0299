import { awsCall, eksKind } from "../../kind";
import { withCluster } from "../../world";

/** Somebody changes the authentication mode so that access entries count. */
export const changeAuthenticationMode = eksKind({
  id: "change-authentication-mode",
  gives: "becomes",
  about: {
    title: "Have a cluster take access entries",
    pages: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html"],
    prerequisites:
      "The right to update a cluster whose authentication mode is CONFIG_MAP. An access entry comes next. A public endpoint is no kind of its own: networks are not taken as stopping anybody.",
    fix: "Deny eks:UpdateClusterConfig to all but the administrators of clusters, by eks:authenticationMode.",
    coverage: "full",
  },
  actions: ["eks:UpdateClusterConfig"],
  *changesOf(_, cluster) {
    if (cluster.authenticationMode !== "CONFIG_MAP") return;
    const authenticationMode = "API_AND_CONFIG_MAP" as const;
    const context = { "eks:authenticationMode": authenticationMode };
    yield {
      target: cluster.arn,
      calls: [awsCall("eks:UpdateClusterConfig", cluster.arn, context)],
      apply: (world) => withCluster(world, cluster.arn, (now) => ({ ...now, authenticationMode })),
    };
  },
});
