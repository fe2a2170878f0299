import type { Entry } from "./entry";

export const targetRoleTrust: Entry = {
  id: "EPS-380",
  title: "the target role's trust policy does not let the reader's role in",
  texts: [
    "because no role trust policy allows the sts:AssumeRole action",
    "because no resource-based policy allows the sts:AssumeRole action",
    "with an explicit deny in the role trust policy",
  ],
  over: ["EPS-465"],
  step: "trust",
  why: "The role of the owner's account trusts another role, cluster or service account, or was changed by hand.",
  check:
    "`aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument` in the owner's account.",
  mend: "`eks-pod-secrets up --refresh --yes`, in the owner's account too.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"],
};
