import { awsCall, eksKind, inCluster } from "../../kind";
import { kubernetesActor } from "../../users";
import { boundNames } from "./access-entries";

/** Somebody makes a cluster trust their own OIDC provider, whose tokens name any user and group. */
export const associateIdentityProvider = eksKind({
  id: "associate-identity-provider",
  gives: "becomes",
  title: "Let users of one's own OIDC provider into a cluster",
  actions: ["eks:AssociateIdentityProviderConfig"],
  *changesOf(_, cluster) {
    const groups = [...boundNames(cluster, "Group"), "system:authenticated"];
    const names = new Set([...boundNames(cluster, "User"), "anybody"]);
    yield {
      target: inCluster(cluster, "OIDC provider"),
      calls: [awsCall("eks:AssociateIdentityProviderConfig", cluster.arn)],
      becomes: [...names].map((username) =>
        kubernetesActor({ cluster: cluster.arn, username, groups }),
      ),
    };
  },
});
