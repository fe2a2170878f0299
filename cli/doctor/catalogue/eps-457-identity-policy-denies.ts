import type { Entry } from "./entry";

export const identityPolicyDenies: Entry = {
  id: "EPS-457",
  title: "a policy of the role denies the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in an identity-based policy {policy:arn}",
    "with an explicit deny in an identity-based policy {policy:arn}",
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in a identity-based policy {policy:arn}",
    "with an explicit deny in a identity-based policy {policy:arn}",
  ],
  step: "identity-policy",
  why: "A deny wins over every allow. One of the role's policies has it, e.g. the deny of `eks-pod-secrets revoke`, or a guardrail that is attached to all roles.",
  check: "The role's policies; `eks-pod-secrets status` names revoked readers.",
  mend: "If the reader was revoked on purpose, that is the answer; `eks-pod-secrets revoke READER --lift` gives it back. A guardrail only its owner changes.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
