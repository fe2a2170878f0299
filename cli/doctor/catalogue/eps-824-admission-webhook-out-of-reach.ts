import type { Entry } from "./entry";

export const admissionWebhookOutOfReach: Entry = {
  id: "EPS-824",
  title: "the control plane does not reach an admission webhook of the cluster",
  step: "pods",
  why: "On EKS the API server comes from the cluster's security group to the port of the pod. A security group of the nodes, a network policy or a pod network of its own stands between.",
  check:
    "The port of the webhook's pods, and whether the nodes' security group admits it from the cluster's security group.",
  mend: "Admit that port from the cluster's security group; with a pod network that the control plane cannot reach, let the tool run with `hostNetwork`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html"],
};
