import type { Entry } from "./entry";

export const trustDenies: Entry = {
  id: "EPS-306",
  title: "a statement of the role's trust policy denies the pods their session",
  texts: [
    "not authorized to perform: sts:AssumeRoleWithWebIdentity … explicit deny in the role trust policy",
  ],
  step: "trust",
  why: "A Deny in a trust policy outranks every Allow. The inventory's trust policies hold none, so somebody has added it.",
  check: "`aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument`",
  mend: "Ask whoever added it. `eks-pod-secrets up --refresh --yes` puts back the trust policy that the inventory leads to.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  ],
};
