import type { Entry } from "./entry";

export const associatedRoleGone: Entry = {
  id: "EPS-361",
  title: "the association names a role that is not there",
  step: "association",
  why: "EKS keeps an association when its role is deleted. A role of the same name made later gets the association's sessions, a deleted one none.",
  check: "`aws iam get-role --role-name ROLE`",
  mend: "`eks-pod-secrets up --refresh --yes` makes the reader's role again.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html"],
};
