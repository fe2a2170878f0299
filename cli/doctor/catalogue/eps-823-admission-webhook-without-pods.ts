import type { Entry } from "./entry";

export const admissionWebhookWithoutPods: Entry = {
  id: "EPS-823",
  title: "an admission webhook of the cluster has no ready pods",
  texts: [
    "{failed calling webhook|failed to call webhook|conversion webhook for} … no endpoints available for service",
  ],
  over: ["EPS-616", "EPS-738", "EPS-782"],
  step: "pods",
  why: "The API server asks a Service of another tool, and no pod is behind it. Until one is ready, no such object is made.",
  check: "The Service in the text, and its pods: `kubectl -n NAMESPACE get endpoints,pods`",
  mend: "Mend the pods of the tool that serves the webhook. Where the tool is gone, remove its webhook configuration.",
  sources: [
    "https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/",
  ],
};
