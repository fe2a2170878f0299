import type { Entry } from "./entry";

export const agentRequestRefused: Entry = {
  id: "EPS-308",
  title: "EKS does not accept what the Pod Identity agent asks for",
  errors: ["podidentity {InvalidParameterException|InvalidRequestException|ValidationException}"],
  step: "agent",
  why: "The agent sends the pod's token with the name of the cluster that it was started with. With the name of another cluster, or with what is no token of a pod, EKS refuses the request.",
  check:
    "`kubectl -n kube-system get daemonset eks-pod-identity-agent -o yaml | grep -A1 cluster-name`",
  mend: "Let EKS install the agent as its add-on, which gives it the right name: `eks-pod-secrets up --refresh --yes`.",
  sources: [
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html",
  ],
};
