import type { Entry } from "./entry";

export const noBoundary: Entry = {
  id: "EPS-452",
  title: "the role's permissions boundary does not allow the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} because no permissions boundary allows",
    "because no permissions boundary allows",
  ],
  step: "boundary",
  why: "A boundary is the most that a role may do. It does not contain this action on this object.",
  check: "`aws iam get-role --role-name ROLE --query Role.PermissionsBoundary`, and that policy.",
  mend: "Whoever owns the boundary must let it contain the call. If the inventory names it as `permissionsBoundary` of the reader, `eks-pod-secrets up` does not change it, but can name another one.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
