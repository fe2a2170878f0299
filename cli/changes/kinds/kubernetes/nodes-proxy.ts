import { inCluster, kubernetesKind } from "../../kind";
import { withPods } from "../../pods";

/** Somebody makes the kubelet run a program in any pod of a node. */
export const nodesProxy = kubernetesKind({
  id: "reach-kubelet",
  gives: "runs",
  title: "Reach the kubelet through nodes/proxy",
  actions: ["get nodes/proxy"],
  *tries({ accounts, cluster, firstOf }) {
    const needs = firstOf("get create", { resource: "nodes/proxy", name: null });
    const as = withPods(cluster, accounts);
    const worstCase = "the node is taken to run a pod of the service account";
    yield { target: inCluster(cluster, "any node"), needs, as, worstCase };
  },
});
