import type { Entry } from "./entry";

export const variablesOfAnotherWay: Entry = {
  id: "EPS-325",
  title: "EKS gave the pod the variables of another role, or of another way to it",
  step: "webhook",
  why: "The webhook of EKS decides when a pod is made: Pod Identity where it knows an association, else IRSA where the service account has an annotation. It learns of an association some seconds late, and a pod keeps what it got.",
  check: "`kubectl -n {namespace} get pod {pod} -o yaml | grep -E 'AWS_(ROLE_ARN|CONTAINER)'`",
  mend: "Start the pod again: `kubectl -n {namespace} delete pod {pod}`. A new pod gets what association and annotation say now.",
  sources: [
    "aws/amazon-eks-pod-identity-webhook#264",
    "aws/amazon-eks-pod-identity-webhook: pkg/handler/handler.go",
  ],
};
