import type { Entry } from "./entry";

export const webhookCertificateNotSigned: Entry = {
  id: "EPS-845",
  title: "the webhook has no certificate, because its signing request was not approved or signed",
  texts: ["no serving certificate available for the webhook, is the CSR approved"],
  step: "webhook",
  why: "A webhook of your own asks the cluster for its certificate. Nobody approved the request, or its signer signs none such: since Kubernetes 1.19 a request names its `signerName`, which older versions do not.",
  check: "`kubectl get csr`: Pending, Approved, or Approved and Issued.",
  mend: "On EKS remove this webhook: EKS runs one. On other clusters raise its version, or give it a certificate of cert-manager.",
  sources: ["aws/amazon-eks-pod-identity-webhook#89"],
};
