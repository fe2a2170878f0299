import { inCluster, kubernetesKind } from "../../kind";
import { withPods } from "../../pods";

const SETS = { group: "apps", resource: "daemonsets" };

function isNodeProgram(name: string): boolean {
  return /eks-pod-identity-agent|secrets-store|provider-aws/.test(name);
}

/** Somebody puts their own program where it sees the tokens of all pods. */
export const changeNodeProgram = kubernetesKind({
  id: "change-node-program",
  gives: "runs",
  title: "Change the DaemonSet of driver, ASCP or agent",
  actions: ["patch daemonsets"],
  *tries({ accounts, cluster, firstOf }) {
    const { readWorkloads, workloads } = cluster;
    const known = workloads
      .filter((one) => one.resource === "daemonsets.apps" && one.programs.some(isNodeProgram))
      .map(({ name, namespace }) => ({ name, namespace }));
    const isRead = readWorkloads.includes("daemonsets");
    for (const set of isRead ? known : [{ name: null, namespace: "kube-system" }]) {
      const needs = firstOf("patch update", { ...SETS, ...set });
      const target = inCluster(
        cluster,
        `DaemonSet ${set.name ?? "of any name"} of ${set.namespace}`,
      );
      yield { target, needs, as: withPods(cluster, accounts) };
    }
  },
});
