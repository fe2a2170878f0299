import { awsCall, eksKind } from "../../kind";
import { withCluster } from "../../world";

/** Somebody changes the authentication mode so that access entries count. */
export const changeAuthenticationMode = eksKind({
  id: "change-authentication-mode",
  gives: "becomes",
  title: "Have a cluster take access entries",
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
