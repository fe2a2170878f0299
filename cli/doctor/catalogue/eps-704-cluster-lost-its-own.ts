import type { Entry } from "./entry";

export const clusterLostItsOwn: Entry = {
  id: "EPS-704",
  title: "EKS cannot use a role, a key or a network that the cluster was given",
  texts: [
    "IamRoleNotFound",
    "KmsGrantRevoked",
    "KmsKeyNotFound",
    "KmsKeyMarkedForDeletion",
    "KmsKeyDisabled",
    "StsRegionalEndpointDisabled",
    "Ec2SecurityGroupNotFound",
    "Ec2SubnetNotFound",
    "waiting for EKS Cluster … unexpected state FAILED",
    "VpcNotFound:",
  ],
  step: "cluster",
  why: "The health of the cluster names what somebody deleted, disabled or took away: its own role, the key that encrypts Kubernetes Secrets, a subnet or a security group. Until it is back, EKS cannot keep the cluster.",
  check: "`aws eks describe-cluster --name CLUSTER --query cluster.health`",
  mend: "Restore what the health names. In a created cluster, `eks-pod-secrets up --refresh --yes` puts back the role; a key that is being deleted is kept with `aws kms cancel-key-deletion`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html"],
};
