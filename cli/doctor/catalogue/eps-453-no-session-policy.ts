import type { Entry } from "./entry";

export const noSessionPolicy: Entry = {
  id: "EPS-453",
  title: "a session policy does not allow the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} because no session policy allows",
    "because no session policy allows",
  ],
  step: "boundary",
  why: "The session was made with a policy that bounds it: the association's `policy`, or one of `AssumeRole`.",
  check:
    "`aws eks describe-pod-identity-association --cluster-name CLUSTER --association-id ID --query association.policy`",
  mend: "`eks-pod-secrets up --refresh --yes` puts back the association. A session policy of your own program must contain the read.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
