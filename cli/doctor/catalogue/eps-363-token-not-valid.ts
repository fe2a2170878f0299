import type { Entry } from "./entry";

export const tokenNotValid: Entry = {
  id: "EPS-363",
  title: "the token that the agent got is expired, or is not one of a pod",
  texts: [
    "failed basic claim validations",
    "Service account token failed claim validations",
    "JWT signature validation failed",
    "operation error EKS Auth: AssumeRoleForPodIdentity … ExpiredTokenException",
    "operation error EKS Auth: AssumeRoleForPodIdentity … InvalidTokenException",
    "(InvalidTokenException): … fault: client",
    "(ExpiredTokenException): … fault: client",
    "(ExpiredTokenException) when calling the AssumeRoleForPodIdentity operation",
    "(InvalidTokenException) when calling the AssumeRoleForPodIdentity operation",
  ],
  errors: ["podidentity {ExpiredTokenException|InvalidTokenException}"],
  step: "webhook",
  causes: [
    { id: "EPS-318", check: "The pod runs, and other pods of its node get credentials." },
    { id: "EPS-316", check: "The issuer (`iss`) in the token is not that of this cluster." },
    { id: "EPS-188", check: "`date -u` on the node is wrong." },
    { id: "EPS-319", check: "The pod has ended, and the text is of the agent's log." },
    { id: "EPS-338", check: "The token was made by hand, e.g. with `kubectl create token`." },
  ],
  why: "Tokens live for a limited time, and the kubelet renews the file. The text does not say who sent an old one.",
  check:
    "Is the pod still there? `kubectl get pods -A -o wide` on this node. Is the node's clock right?",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/eks-pod-identity-agent#89",
    "aws/eks-pod-identity-agent: internal/validation/token_validator.go",
  ],
};
