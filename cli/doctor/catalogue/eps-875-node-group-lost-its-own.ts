import type { Entry } from "./entry";

export const nodeGroupLostItsOwn: Entry = {
  id: "EPS-875",
  title: "a node group of EKS lost something that it was made with",
  texts: [
    "{AmiIdNotFound|AutoScalingGroupInvalidConfiguration|AutoScalingGroupNotFound|Ec2LaunchTemplateNotFound|Ec2LaunchTemplateVersionMismatch|Ec2LaunchTemplateVersionMaxLimitExceeded|Ec2LaunchTemplateDeletionFailure|IamInstanceProfileNotFound|IamNodeRoleNotFound|Ec2SubnetInvalidConfiguration|Ec2SubnetMissingIpv6Assignment|Ec2SecurityGroupDeletionFailure|Ec2InstanceTypeDoesNotExist}",
  ],
  over: ["EPS-704", "EPS-724"],
  step: "pods",
  why: "EKS keeps a group of machines, a launch template, a role and subnets for a managed node group. One of them was deleted or changed by other means, so that no new nodes come.",
  check:
    "`aws eks describe-nodegroup --cluster-name {cluster} --nodegroup-name NAME --query nodegroup.health`",
  mend: "Restore what the code names, e.g. the role or the launch template's version. Else make a node group anew, and move the pods.",
  sources: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html"],
};
