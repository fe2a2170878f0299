import type { Entry } from "./entry";

export const noIdentityPolicy: Entry = {
  id: "EPS-450",
  title: "no policy of the role allows the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} because no identity-based policy allows",
    "because no identity-based policy allows",
  ],
  step: "identity-policy",
  why: "The role's own policies, inline and attached, have no statement that allows this action on this object.",
  check: "`eks-pod-secrets evaluate` with the action and the object, or the role's policies.",
  mend: "If the inventory does not grant this read, that is the answer: `eks-pod-secrets what-can-read READER`. Else `eks-pod-secrets up --refresh --yes` puts back the role's policy.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
