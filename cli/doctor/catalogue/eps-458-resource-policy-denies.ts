import type { Entry } from "./entry";

export const resourcePolicyDenies: Entry = {
  id: "EPS-458",
  title: "the object's own policy denies the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in a resource-based policy {policy:arn}",
    "with an explicit deny in a resource-based policy {policy:arn}",
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in the resource-based policy {policy:arn}",
    "with an explicit deny in the resource-based policy {policy:arn}",
  ],
  over: ["EPS-808", "EPS-312"],
  step: "resource-policy",
  why: "A deny wins over every allow. The secret's or key's policy denies all but those that it names, or a revoked reader.",
  check:
    "`aws secretsmanager get-resource-policy --secret-id {resource}` with credentials of the owner; `eks-pod-secrets status`.",
  mend: "If whoever deploys is denied, only who wrote the deny changes it. If the inventory does not grant this read, that is the answer: `eks-pod-secrets what-can-read READER`. If the reader was revoked, `eks-pod-secrets revoke READER --lift`. Else `eks-pod-secrets up --refresh --yes` puts back the policy.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
