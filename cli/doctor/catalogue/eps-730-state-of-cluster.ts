import type { Entry } from "./entry";

export const stateOfCluster: Entry = {
  id: "EPS-730",
  title: "the cluster's state does not allow the change",
  texts: ["cannot be updated as it is currently not in Active State"],
  errors: ["eks {InvalidRequestException|InvalidStateException|ResourcePropagationDelayException}"],
  step: "cluster",
  causes: [
    { id: "EPS-787", check: "Another change of it goes on, and ends by itself." },
    {
      id: "EPS-830",
      check: "`aws eks describe-nodegroup` has `InsufficientInstanceCapacity` among its issues.",
    },
    {
      id: "EPS-875",
      check: "`aws eks describe-nodegroup` has another issue, which names what is missing.",
    },
    {
      id: "EPS-704",
      check: "`aws eks describe-cluster` has an issue, which names what is missing.",
    },
  ],
  why: "The cluster or the add-on is being made, changed or deleted, is not active, or lacks what the change needs.",
  check: "`aws eks describe-cluster --name CLUSTER --query cluster.status`",
  mend: "Wait until the cluster is active, and run again: a run that failed can be repeated.",
  sources: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAddon.html"],
};
