import type { Entry } from "./entry";

export const fargateProfileRole: Entry = {
  id: "EPS-641",
  title: "the Fargate profile starts no pods, because its role does not fit",
  texts: ["Misconfigured Fargate Profile", "Pod execution role is not found in auth config"],
  step: "pods",
  why: "Fargate starts pods with the pod execution role of the profile. The role is gone, its trust does not name `eks-fargate-pods.amazonaws.com`, or `aws-auth` no longer names it.",
  check:
    "`aws eks describe-fargate-profile --cluster-name {cluster} --fargate-profile-name NAME --query fargateProfile.podExecutionRoleArn`, and that role's trust policy",
  mend: "Restore the role, or make the profile anew with another one. Pods that mount secrets by the CSI driver need a node of EC2 in any case.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html"],
};
