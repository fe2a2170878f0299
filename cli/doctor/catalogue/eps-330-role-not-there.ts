import type { Entry } from "./entry";

export const roleNotThere: Entry = {
  id: "EPS-330",
  title: "the reader's role is not there",
  texts: [
    "The role with name {role:role} cannot be found",
    "reading IAM Role ( … {couldn't find resource|empty result|couldn't find any}",
  ],
  over: ["EPS-726"],
  step: "trust",
  why: "Somebody deleted the role of the reader, or its target role. EKS keeps the association, and gives its pods no credentials.",
  check: "`aws iam get-role --role-name {role}` in the account of the role.",
  mend: "`eks-pod-secrets up --refresh --yes` makes the role again, with the policies of the inventory.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html"],
};
