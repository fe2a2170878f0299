import type { Entry } from "./entry";

export const notInjected: Entry = {
  id: "EPS-378",
  title: "EKS put no credentials' variables into the pod",
  texts: [
    "Pod was not mutated. Reason:",
    'failed calling webhook "iam-for-pods.amazonaws.com"',
    'failed calling webhook "pod-identity-webhook',
    "Container … was annotated to be skipped",
  ],
  step: "webhook",
  why: "EKS does that when a pod is made, by a webhook that fails silently. The association did not exist yet, the webhook missed the pod, the pod uses the host's network and a static manifest, or its service account is another one.",
  check: "`kubectl -n {namespace} get pod {pod} -o yaml | grep AWS_CONTAINER`",
  mend: "Start the pod again: `kubectl -n {namespace} delete pod {pod}`. If the variables are still missing, look at its service account and the association.",
  sources: [
    "aws/eks-pod-identity-agent#153",
    "aws/amazon-eks-pod-identity-webhook#237",
    "aws/amazon-eks-pod-identity-webhook#174",
  ],
};
