import type { Entry } from "./entry";

export const roleNotAssumableByService: Entry = {
  id: "EPS-786",
  title: "a service cannot assume the role that it was given",
  texts: [
    "could not be assumed because it does not exist or the trusted entity is not correct",
    "The role defined for the function cannot be assumed by",
    "AssumeRoleUnauthorizedAccess",
  ],
  why: "The role's trust policy does not name the service, the role is gone, or the key policy of the cluster does not let the cluster's role in.",
  check: "`aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument`",
  mend: "`eks-pod-secrets up --refresh --yes`. For an adopted cluster, its owner mends the role and the key policy.",
  sources: ["aws/containers-roadmap#1533", "pulumi/pulumi-aws#1921"],
};
