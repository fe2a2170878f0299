import { kubernetesKind } from "../../kind";
import type { Namespace } from "../../rbac/cluster";
import { MAKERS } from "./make-pods";

/** Somebody creates a pod that reaches its node: its files, its role, and the tokens and mounts of its pods. */
export const reachHost = kubernetesKind({
  id: "reach-host",
  gives: "runs",
  title: "Reach the node from a pod",
  actions: ["create pods with hostPath, hostNetwork or privileged"],
  *tries({ accounts, cluster, firstOf }) {
    const unread = new Set(accounts.map(({ namespace }) => namespace));
    const namespaces = cluster.namespaces ?? [...unread].map((name) => ({ name }) as Namespace);
    for (const { enforces = "privileged", name: namespace } of namespaces) {
      // At the other levels the API server refuses such pods, but it does not look at what a claim's volume is.
      const claiming = [
        firstOf("create", { resource: "persistentvolumes" }),
        firstOf("create", { resource: "persistentvolumeclaims", namespace }),
      ];
      const before =
        enforces === "privileged"
          ? []
          : (firstOf("patch update", { resource: "namespaces", namespace, name: namespace }) ??
            (enforces === "baseline" && claiming.every((one) => one)
              ? claiming.flat()
              : undefined));
      const create =
        firstOf("create", { resource: "pods", namespace }) ??
        MAKERS.map(([group, resource]) => firstOf("create", { group, resource, namespace })).find(
          (one) => one,
        );
      const needs = before && create && [...before.flatMap((one) => one ?? []), ...create];
      const target = `a pod of namespace ${namespace} on its node`;
      const worstCase = `nobody read the labels of namespace ${namespace}: its pods are taken to reach their node`;
      yield { target, needs, onNode: true, ...(!cluster.namespaces && { worstCase }) };
    }
  },
});
