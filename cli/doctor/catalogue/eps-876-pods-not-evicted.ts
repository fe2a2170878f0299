import type { Entry } from "./entry";

export const podsNotEvicted: Entry = {
  id: "EPS-876",
  title: "a node cannot be emptied, because a pod may not be put out",
  texts: [
    "{PodEvictionFailure|Reached max retries while trying to evict pods}",
    "Cannot evict pod as it would violate the pods disruption budget",
  ],
  step: "pods",
  why: "A PodDisruptionBudget allows no pod of a workload to end now, or a pod tolerates every taint. An update of a node group waits for that, and fails.",
  check: "`kubectl get poddisruptionbudgets -A`",
  mend: "Give the workload one more replica, or the budget one more disruption; then update again.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html"],
};
