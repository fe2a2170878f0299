import { inCluster, kubernetesKind } from "../../kind";
import { NODES } from "../../rbac/cluster";

/** A node requests tokens of its pods. The API server's node authorizer allows this, beside RBAC. */
export const nodeTokens = kubernetesKind({
  id: "take-tokens-of-node",
  gives: "runs",
  about: {
    title: "Take the tokens of a node's pods",
    pages: ["https://kubernetes.io/docs/reference/access-authn-authz/node/"],
    prerequisites: "The credentials of a node: its role, by which it enters the cluster.",
    fix: "Keep pods from the instance metadata by a hop limit of 1, and let nobody but EC2 become the node's role.",
    events: ["audit: create serviceaccounts/token by system:node"],
    coverage: "full",
  },
  *tries({ cluster, user }) {
    if (!user.groups.includes(NODES)) return;
    yield { target: inCluster(cluster, "the pods of a node"), needs: [], onNode: true };
  },
});
