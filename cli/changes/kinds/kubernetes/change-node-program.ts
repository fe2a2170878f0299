import { inCluster, kubernetesKind, withPods } from "../../kind";

const SETS = { group: "apps", resource: "daemonsets" };

function isNodeProgram(name: string): boolean {
  return /eks-pod-identity-agent|secrets-store|provider-aws/.test(name);
}

/** Somebody puts their own program where it sees the tokens of all pods. */
export const changeNodeProgram = kubernetesKind({
  id: "change-node-program",
  gives: "runs",
  about: {
    title: "Change the DaemonSet of driver, ASCP or agent",
    pages: [
      "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
      "https://secrets-store-csi-driver.sigs.k8s.io/concepts",
    ],
    prerequisites:
      "The right to patch or update the DaemonSet of the CSI driver, of ASCP or of the Pod Identity agent: to each of them, pods give their tokens.",
    fix: "Give nobody but the deployers rights in the namespaces of these programs.",
    events: ["audit: patch daemonsets"],
    coverage: "partial",
    lacks:
      "A program in the pods of these DaemonSets: exec-in-pod gives it their own service account alone.",
  },
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
