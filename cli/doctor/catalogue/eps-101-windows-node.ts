import type { Entry } from "./entry";

export const windowsNode: Entry = {
  id: "EPS-101",
  title: "the pod runs on a Windows node, where Pod Identity does not work",
  step: "agent",
  why: "EKS Pod Identity works on Linux nodes of EC2 only. Its agent is not made for Windows.",
  check: "`kubectl get nodes -L kubernetes.io/os` shows each node's operating system.",
  mend: "Run the pod on Linux nodes, e.g. with `nodeSelector: { kubernetes.io/os: linux }`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html"],
};
