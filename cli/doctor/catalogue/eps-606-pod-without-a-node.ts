import type { Entry } from "./entry";

export const podWithoutANode: Entry = {
  id: "EPS-606",
  title: "no node takes the pod",
  texts: [
    "nodes are available: … Insufficient",
    "nodes are available: … didn't match",
    "nodes are available: … had untolerated taint",
    "nodes are available: … node(s)",
    "no nodes available to schedule pods",
    "nodes are available:",
    "didn't trigger scale-up",
    "incompatible with nodepool",
    "incompatible with provisioner",
    "{no preemption victims found|Preemption is not helpful for scheduling}",
    "didn't match {Pod's node affinity|pod affinity|pod anti-affinity|pod topology spread}",
    "{NotTriggerScaleUp|pod didn't trigger|no instance type satisfied|no instance type met|did not tolerate}",
  ],
  step: "pods",
  why: "The nodes lack resources, or the pod does not tolerate their taints or selects others.",
  check: "`kubectl -n {namespace} describe pod {pod}` shows what the scheduler says.",
  mend: "Let a node take the pod: give the cluster one that fits, or correct the pod's requests, selector and tolerations.",
  sources: ["https://kubernetes.io/docs/concepts/scheduling-eviction/"],
};
