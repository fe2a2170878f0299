import type { Entry } from "./entry";

export const webhookNotThere: Entry = {
  id: "EPS-393",
  title: "the cluster lacks the webhook that gives pods their credentials' variables",
  texts: [
    'mutatingwebhookconfigurations.admissionregistration.k8s.io "pod-identity-webhook" not found',
  ],
  step: "webhook",
  why: "EKS makes the MutatingWebhookConfiguration `pod-identity-webhook` in every cluster. Somebody deleted it, or the cluster is not one of EKS.",
  check:
    "`kubectl get mutatingwebhookconfigurations pod-identity-webhook`, and in the audit log of the cluster who deleted it.",
  mend: "Who runs the cluster asks AWS Support to restore it, or applies it again with its `caBundle`. Then start the pods again.",
  sources: ["aws/amazon-eks-pod-identity-webhook#68", "aws/amazon-eks-pod-identity-webhook#135"],
};
