import type { Entry } from "./entry";

export const trustWithoutEks: Entry = {
  id: "EPS-358",
  title: "the role's trust policy does not name EKS Pod Identity",
  texts: ["Trust policy … does not allow the service principal pods.eks.amazonaws.com"],
  step: "trust",
  why: "The role trusts something else: an OIDC provider (IRSA), an account, another service. Where a pod has an association, the association wins over IRSA's annotation.",
  check: "`aws iam get-role --role-name {role} --query Role.AssumeRolePolicyDocument`",
  mend: "`eks-pod-secrets up --refresh --yes` puts back the trust policy of a reader's role. A role of IRSA stays IRSA's: delete the association, or give the reader its own role.",
  sources: [
    "aws-controllers-k8s/community#2678",
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  ],
};
