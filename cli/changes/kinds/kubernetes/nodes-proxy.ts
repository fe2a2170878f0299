import { inCluster, kubernetesKind, withPods } from "../../kind";

/** Somebody makes the kubelet run a program in any pod of a node. */
export const nodesProxy = kubernetesKind({
  id: "reach-kubelet",
  gives: "runs",
  about: {
    title: "Reach the kubelet through nodes/proxy",
    pages: [
      "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes",
    ],
    prerequisites:
      "The right to get or create nodes/proxy. Neither admission nor the audit log of the API server sees what the kubelet then runs.",
    fix: "Give nobody the right to nodes/proxy; monitoring needs nodes/metrics and nodes/stats.",
    events: ["audit: get nodes/proxy"],
    coverage: "full",
  },
  *tries({ accounts, cluster, firstOf }) {
    const needs = firstOf("get create", { resource: "nodes/proxy", name: null });
    const as = withPods(cluster, accounts);
    const worstCase = "the node is taken to run a pod of the service account";
    yield { target: inCluster(cluster, "any node"), needs, as, worstCase };
  },
});
