import { inCluster, kubernetesKind } from "../../kind";
import { NODES } from "../../rbac/cluster";

/** How the user names of nodes begin. The API server takes nobody else for a node. */
export const NODE_USER = "system:node:";

/** A node requests tokens of its pods. The API server's node authorizer allows this, beside RBAC. */
export const nodeTokens = kubernetesKind({
  id: "take-tokens-of-node",
  gives: "runs",
  title: "Take the tokens of a node's pods",
  actions: ["create serviceaccounts/token by system node"],
  *tries({ cluster, user }) {
    if (!user.groups.includes(NODES) || !user.username.startsWith(NODE_USER)) return;
    yield { target: inCluster(cluster, "the pods of a node"), needs: [], onNode: true };
  },
});
