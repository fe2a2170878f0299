import type { Entry } from "./entry";

export const eksAuthNotReached: Entry = {
  id: "EPS-162",
  title: "the Pod Identity agent does not reach the EKS Auth API",
  texts: [
    "operation error EKS Auth: AssumeRoleForPodIdentity … no such host",
    "operation error EKS Auth: AssumeRoleForPodIdentity … i/o timeout",
    "operation error EKS Auth: AssumeRoleForPodIdentity … connection refused",
  ],
  failures: ["eksauth {refused|unresolved|unanswered}"],
  step: "agent",
  why: "Nodes in private subnets need a way to the EKS Auth API: a NAT gateway, or the VPC endpoint `eks-auth`.",
  check: "From the node: does `eks-auth.REGION.api.aws` resolve, and does port 443 answer?",
  mend: "Make a VPC endpoint for `com.amazonaws.REGION.eks-auth` with private DNS, or a route to the internet.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/vpc-interface-endpoints.html"],
};
