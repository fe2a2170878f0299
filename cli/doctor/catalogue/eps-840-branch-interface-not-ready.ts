import type { Entry } from "./entry";

export const branchInterfaceNotReady: Entry = {
  id: "EPS-840",
  title: "the interface for the pod's own security groups is not ready",
  step: "pods",
  why: "A controller of EKS makes a branch interface for a pod with its own security groups. Until it has, or where the node's type has no more of them, the pod gets no address.",
  check:
    "`kubectl -n {namespace} describe pod {pod}` shows the event ResourceAllocated and the annotation `vpc.amazonaws.com/pod-eni`.",
  mend: "Wait for it; if it lasts, take a type of instances with branch interfaces, and set `ENABLE_POD_ENI` of `vpc-cni`.",
  sources: [
    "aws/amazon-vpc-cni-k8s#3494",
    "https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html",
  ],
};
