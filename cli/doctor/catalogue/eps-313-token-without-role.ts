import type { Entry } from "./entry";

export const tokenWithoutRole: Entry = {
  id: "EPS-313",
  title: "the program has a token for IRSA, but no role to assume with it",
  texts: [
    "WebIdentityErr: role ARN is not set",
    "role ARN is not set",
    "configured to assume role with web identity but has no role ARN configured",
    "provider requires both AWS_ROLE_ARN",
    "assume-role-with-web-identity provider requires",
  ],
  over: ["EPS-311", "EPS-374"],
  step: "webhook",
  causes: [
    {
      id: "EPS-384",
      check:
        "The service account has no annotation: `kubectl -n {namespace} get serviceaccount -o yaml | grep role-arn`. The token's variable is of the manifest.",
    },
    {
      id: "EPS-378",
      check:
        "The annotation is there, and the pod is older than it, or the webhook missed the pod.",
    },
    {
      id: "EPS-393",
      check: "`kubectl get mutatingwebhookconfiguration pod-identity-webhook` finds nothing.",
    },
  ],
  why: "IRSA's webhook sets `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN` together. Here the first is set, and the second is missing or empty.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o yaml | grep -A1 -e AWS_ROLE_ARN -e AWS_WEB_IDENTITY`",
  mend: "Find out by the checks which cause it is, and do what that one says. Remove the variable that is written by hand.",
  sources: [
    "aws/amazon-eks-pod-identity-webhook#67",
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html",
  ],
};
