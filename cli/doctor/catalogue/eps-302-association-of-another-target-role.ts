import type { Entry } from "./entry";

export const associationOfAnotherTargetRole: Entry = {
  id: "EPS-302",
  title: "the association has another target role",
  step: "association",
  why: "Where the owner's account gives a role to read as, EKS takes that role for the pod. Without it, or with another one, the pod reads as somebody whom the owner does not let in.",
  check:
    "`aws eks describe-pod-identity-association --cluster-name {cluster} --association-id {association}` shows `targetRoleArn`.",
  mend: "Run `eks-pod-secrets up --refresh --yes`, and replace the pods.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html"],
};
