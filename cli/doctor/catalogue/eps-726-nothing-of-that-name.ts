import type { Entry } from "./entry";

export const nothingOfThatName: Entry = {
  id: "EPS-726",
  title: "IAM, EKS or Organizations has nothing of the name that the call gives",
  texts: [
    "reading {IAM|Organizations|EKS} … {couldn't find resource|empty result|couldn't find any}",
  ],
  errors: [
    "{NoSuchEntity|NoSuchEntityException}",
    "eks {ResourceNotFoundException|NotFoundException}",
    "organizations {AccountNotFoundException|ChildNotFoundException|ParentNotFoundException|PolicyNotFoundException|RootNotFoundException|TargetNotFoundException|OrganizationalUnitNotFoundException|PolicyNotAttachedException}",
  ],
  why: "The call was allowed, and the role, policy, provider, cluster, add-on, association or account that it names is not in the account and Region that were asked: it was never made, was deleted, or is elsewhere.",
  check:
    "`aws sts get-caller-identity` shows the account; the words behind the error's code name what is missing.",
  mend: "If the deployment holds it, run `eks-pod-secrets up --refresh --yes`. Else correct the name, the account or the Region where they are written.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html",
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html",
  ],
};
