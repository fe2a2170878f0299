import type { Entry } from "./entry";

export const stateOfCluster: Entry = {
  id: "EPS-730",
  title: "the cluster's state does not allow the change",
  errors: ["eks {InvalidRequestException|InvalidStateException|ResourcePropagationDelayException}"],
  why: "The cluster or the add-on is being made, changed or deleted, is not active, or lacks what the change needs.",
  check: "`aws eks describe-cluster --name CLUSTER --query cluster.status`",
  mend: "Wait until the cluster is active, and run again: a run that failed can be repeated.",
  sources: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAddon.html"],
};
