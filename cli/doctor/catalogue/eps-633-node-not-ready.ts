import type { Entry } from "./entry";

export const nodeNotReady: Entry = {
  id: "EPS-633",
  title: "the pod's node is not ready",
  texts: [
    "{NodeNotReady|NodeStatusUnknown|Kubelet stopped posting node status|node.kubernetes.io/not-ready|node.kubernetes.io/unreachable|Node is not ready|NetworkReady=false|CSINode is not yet initialized|container runtime network not ready}",
  ],
  symptom: true,
  step: "pods",
  why: "The kubelet of the node does not answer, or the node is new and not ready yet. Its pods are neither started nor can they mount.",
  check: "`kubectl get nodes`, and `kubectl describe node NODE` under Conditions.",
  mend: "A new node needs about a minute. If it lasts, replace the node: its pods start elsewhere.",
  sources: ["https://kubernetes.io/docs/reference/node/node-status/"],
};
