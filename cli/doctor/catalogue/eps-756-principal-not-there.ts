import type { Entry } from "./entry";

export const principalNotThere: Entry = {
  id: "EPS-756",
  title: "the role that a policy names is not there",
  texts: ["Role ARN arn:aws:iam: … does not exist", "contains invalid principals"],
  why: "It was deleted, or the stack that makes it has not run. A policy that named a deleted role shows its id (`AROA…`) instead.",
  check: "`aws iam get-role --role-name ROLE` in the role's account.",
  mend: "`eks-pod-secrets up` runs the stacks in their order. If somebody deleted the role, `eks-pod-secrets up --refresh --yes`.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  ],
};
