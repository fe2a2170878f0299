import type { Entry } from "./entry";

export const nodeRoleLacksEksAuth: Entry = {
  id: "EPS-163",
  title: "the node's role may not ask EKS for pods' credentials",
  texts: ["not authorized to perform: eks-auth:AssumeRoleForPodIdentity"],
  over: ["EPS-3", "EPS-4"],
  step: "agent",
  why: "The agent calls EKS with the node's role. That needs `eks-auth:AssumeRoleForPodIdentity`, which AmazonEKSWorkerNodePolicy grants.",
  check:
    "`aws iam list-attached-role-policies --role-name NODE_ROLE` shows the policies of the node's role.",
  mend: "Attach AmazonEKSWorkerNodePolicy to the node's role. In a created cluster: `eks-pod-secrets up --refresh --yes`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html"],
};
