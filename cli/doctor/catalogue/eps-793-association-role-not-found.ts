import type { Entry } from "./entry";

export const associationRoleNotFound: Entry = {
  id: "EPS-793",
  title: "EKS does not find the role that an association is to name",
  texts: ["Role provided in the request does not exist"],
  causes: [
    {
      id: "EPS-755",
      check: "The role was made in the last minute: the same run succeeds when it is repeated.",
    },
    {
      id: "EPS-756",
      check: "`aws iam get-role` does not find the role, or its ARN has another path.",
    },
  ],
  why: "EKS looks for the role when an association is made or changed. A role that is seconds old may not have reached it.",
  check:
    "`aws iam get-role --role-name ROLE`: is it there, and is its ARN, with its path, the one of the request?",
  mend: "Run `eks-pod-secrets up` again: a run that failed can be repeated.",
  sources: ["hashicorp/terraform-provider-aws#34711"],
};
