import type { Entry } from "./entry";

export const sessionPolicyDenies: Entry = {
  id: "EPS-460",
  title: "a session policy denies the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in a session policy {policy:arn}",
    "with an explicit deny in a session policy {policy:arn}",
  ],
  over: ["EPS-808"],
  step: "boundary",
  why: "The session was made with a policy that denies this: the association's `policy`, or one of `AssumeRole`.",
  check:
    "`aws eks describe-pod-identity-association --cluster-name CLUSTER --association-id ID --query association.policy`",
  mend: "`eks-pod-secrets up --refresh --yes` puts back the association. A session policy of your own program must not deny the read.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
