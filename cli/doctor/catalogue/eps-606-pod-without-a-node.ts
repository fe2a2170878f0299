import type { Entry } from "./entry";

export const podWithoutANode: Entry = {
  id: "EPS-606",
  title: "No node takes the pod.",
  step: "pods",
  why: "The nodes lack resources, or the pod does not tolerate their taints or selects others.",
  check: "`kubectl -n NAMESPACE describe pod NAME` shows what the scheduler says.",
  mend: "Give the cluster a node that fits, or correct the pod's requests, selector and tolerations.",
  sources: ["https://kubernetes.io/docs/concepts/scheduling-eviction/"],
};
