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
    "{missing claim: kubernetes.io|missing or empty claim: kubernetes.io|invalid header: kid|missing header: kid|kid not found in JWT header}",
  ],
  errors: ["podidentity {ExpiredTokenException|InvalidTokenException}"],
  step: "webhook",
  why: "Tokens live for a limited time, and the kubelet renews the file. A program that read it once, a clock that is wrong, or a pod that has ended sends an old one. The agent's cache also writes this for pods that are gone, which is harmless.",
  check:
    "Is the pod still there? `kubectl get pods -A -o wide` on this node. Is the node's clock right?",
  mend: "Read the token's file for each request, as AWS SDKs do. Start the pod again.",
  sources: [
    "aws/eks-pod-identity-agent#89",
    "aws/eks-pod-identity-agent: internal/validation/token_validator.go",
  ],
};
