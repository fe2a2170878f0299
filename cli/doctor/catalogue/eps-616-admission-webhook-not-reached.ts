import type { Entry } from "./entry";

export const admissionWebhookNotReached: Entry = {
  id: "EPS-616",
  title: "an admission webhook of the cluster does not answer, so objects are refused",
  texts: ["failed calling webhook", "failed to call webhook", "conversion webhook for … failed"],
  over: ["EPS-577", "EPS-738", "EPS-782"],
  step: "pods",
  causes: [
    { id: "EPS-823", check: "`no endpoints available`, or its pods are not ready." },
    {
      id: "EPS-824",
      check:
        "`context deadline exceeded`, `i/o timeout` or `connection refused`, and its pods are ready.",
    },
    { id: "EPS-825", check: "`x509` or `tls`." },
  ],
  why: "The API server asks a webhook of another tool, which has no ready pods, is not reached from the control plane, or has a certificate that is not trusted. Until it answers, no such object is made.",
  check:
    "The name in the text: `kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations`, and the pods of its service.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/",
  ],
};
