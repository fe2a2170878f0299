import type { Entry } from "./entry";

export const tokenOfAnotherAudience: Entry = {
  id: "EPS-315",
  title: "the agent got a token for another audience",
  texts: ["{invalid audience: expected|missing claim: aud}"],
  over: ["EPS-363"],
  step: "webhook",
  why: "The agent takes tokens for `pods.eks.amazonaws.com` alone. The program sent another file, e.g. that of IRSA, for `sts.amazonaws.com`, or that of the Kubernetes API.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o yaml`: `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, and `audience` of the volume that has this file.",
  mend: "Let EKS set the variable and the volume, and remove those written by hand. Start the pod again.",
  sources: ["aws/eks-pod-identity-agent: internal/validation/token_validator.go"],
};
