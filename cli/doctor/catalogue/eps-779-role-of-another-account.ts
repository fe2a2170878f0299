import type { Entry } from "./entry";

export const roleOfAnotherAccount: Entry = {
  id: "EPS-779",
  title: "the role that EKS is given is of another account than the cluster, or is not there",
  texts: ["Cross-account pass role is not allowed"],
  over: ["EPS-465"],
  why: "EKS takes only roles of the cluster's own account, for a node group, an add-on or an association, and it says this for a role that is not there too.",
  check:
    "`aws iam get-role --role-name ROLE` with the cluster's account, and the account in the role's ARN.",
  mend: "Name a role of the cluster's account. A role of another account is the association's target role.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html"],
};
