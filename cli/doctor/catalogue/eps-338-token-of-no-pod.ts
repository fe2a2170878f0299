import type { Entry } from "./entry";

export const tokenOfNoPod: Entry = {
  id: "EPS-338",
  title: "the token is not bound to a pod",
  texts: ["{missing claim: kubernetes.io|missing or empty claim: kubernetes.io}"],
  over: ["EPS-362", "EPS-363"],
  step: "webhook",
  why: "The agent gives credentials to pods alone, and its tokens name the pod. `kubectl create token`, and the Secret of a service account, make tokens that name none.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o yaml`: the volume of the token is `projected` with `serviceAccountToken`, and EKS has put it there.",
  mend: "Let the program read the file that `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` names, and make no token by hand.",
  sources: ["aws/eks-pod-identity-agent: internal/validation/claims_validation.go"],
};
