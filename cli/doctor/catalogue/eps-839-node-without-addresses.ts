import type { Entry } from "./entry";

export const nodeWithoutAddresses: Entry = {
  id: "EPS-839",
  title: "the node has given all addresses that its instance type allows",
  texts: ["no available IP/Prefix addresses"],
  step: "pods",
  why: "An instance type has so many network interfaces, and each so many addresses.",
  check: "`kubectl get node NODE -o jsonpath='{.status.allocatable.pods}'`, and the pods on it.",
  mend: "Set the node's limit of pods to that of its type, turn on prefix delegation of `vpc-cni`, or take larger instances.",
  sources: [
    "aws/amazon-vpc-cni-k8s#3494",
    "https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html",
  ],
};
