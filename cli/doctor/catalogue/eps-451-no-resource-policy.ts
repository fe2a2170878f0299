import type { Entry } from "./entry";

export const noResourcePolicy: Entry = {
  id: "EPS-451",
  title: "the object's own policy does not allow the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} because no resource-based policy allows",
    "because no resource-based policy allows",
    "not authorized to perform: {action:action} on resource: {resource:arn} because no resource-based policies allows",
    "because no resource-based policies allows",
  ],
  step: "resource-policy",
  why: "Across accounts both sides must allow: the role's policy and the secret's or key's. This one does not.",
  check:
    "`aws secretsmanager get-resource-policy --secret-id {resource}` with credentials of the owner.",
  mend: "If the inventory does not grant this read, that is the answer: `eks-pod-secrets what-can-read READER`. Else `eks-pod-secrets up --refresh --yes` in the owner's account puts back the secret's and the key's policy.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
