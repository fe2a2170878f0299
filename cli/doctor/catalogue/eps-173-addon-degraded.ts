import type { Entry } from "./entry";

export const addonDegraded: Entry = {
  id: "EPS-173",
  title: "an add-on's pods do not run on all nodes",
  texts: [
    "InsufficientNumberOfReplicas",
    "EKS Add-On … last state: 'DEGRADED'",
    "The add-on is unhealthy because it doesn't have the desired number of replicas",
    "timed out waiting for addon",
    "unexpected EKS Add-On … timeout while waiting for state",
    "waiting for EKS Add-On … timeout while waiting for state",
  ],
  step: "driver",
  why: "EKS counts the pods of the add-on's DaemonSet. Some are pending, crash, or cannot be pulled; the nodes without them mount nothing or give no credentials.",
  check: "`kubectl -n kube-system get daemonsets` and `kubectl -n kube-system get pods -o wide`",
  mend: "Mend what these pods' events say: room on the node, tolerations, the image.",
  sources: ["aws/eks-pod-identity-agent#153"],
};
