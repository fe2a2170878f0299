import type { Entry } from "./entry";

export const admissionWebhookCertificate: Entry = {
  id: "EPS-825",
  title: "the API server does not trust the certificate of an admission webhook",
  texts: [
    "failed calling webhook {pod-identity-webhook|iam-for-pods} … x509:",
    "{failed calling webhook|failed to call webhook|conversion webhook for} … {x509:|failed to verify certificate}",
  ],
  over: ["EPS-616", "EPS-378", "EPS-577", "EPS-738", "EPS-782"],
  step: "pods",
  why: "The `caBundle` of the webhook configuration is not the authority that signed the certificate, or the certificate is for another name or has ended. It happens where a tool is installed twice, or its certificate was made anew and the configuration was not. Where the webhook `pod-identity-webhook` is refused so, pods are made without their credentials' variables.",
  check:
    "`kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations NAME -o yaml`: `caBundle`, against the Secret that holds the certificate.",
  mend: "Let the tool write its certificate and `caBundle` again: restart its controller of certificates, or install it again. Leave one installation of it.",
  sources: ["external-secrets/external-secrets#2885"],
};
