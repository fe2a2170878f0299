import type { Entry } from "./entry";

export const boundaryDenies: Entry = {
  id: "EPS-459",
  title: "the role's permissions boundary denies the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in a permissions boundary {policy:arn}",
    "with an explicit deny in a permissions boundary {policy:arn}",
  ],
  over: ["EPS-808"],
  step: "boundary",
  why: "A deny wins over every allow, and the boundary has one.",
  check: "`aws iam get-role --role-name ROLE --query Role.PermissionsBoundary`, and that policy.",
  mend: "Whoever owns the boundary must let it contain the call. If the inventory names it as `permissionsBoundary` of the reader, `eks-pod-secrets up` does not change it, but can name another one.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
