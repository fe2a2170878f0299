import type { Entry } from "./entry";

export const esoNeedsIrsa: Entry = {
  id: "EPS-851",
  title:
    "External Secrets takes the role of a service account from IRSA's annotation, and there is none",
  texts: [
    "an IAM role must be associated with service account {serviceAccount:kubernetes} (namespace: {namespace:kubernetes}) … ExternalSecret",
    "unable to create session: an IAM role must be associated with service account",
    "expected env variable: AWS_WEB_IDENTITY_TOKEN_FILE not found",
    "unable to create aws session: an IAM role must be associated with service account",
    "error using generator: unable to create aws session",
  ],
  over: ["EPS-354", "EPS-850"],
  step: "webhook",
  why: "`serviceAccountRef` exchanges a token by IRSA. Pod Identity gives credentials to the operator's own pods only.",
  check: "`kubectl -n {namespace} get serviceaccount {serviceAccount} -o yaml`",
  mend: "Remove `serviceAccountRef`, and give the operator's service account an association; or annotate the service account for IRSA.",
  sources: ["external-secrets/external-secrets#5296", "external-secrets/external-secrets#2951"],
};
