import type { Entry } from "./entry";

export const creationTimedOut: Entry = {
  id: "EPS-842",
  title: "the API server did not make an object in time",
  texts: [
    "Timeout: request did not complete within requested timeout",
    "Error creating: Timeout: request did not complete within",
  ],
  step: "pods",
  causes: [
    {
      id: "EPS-824",
      check:
        "A webhook of the cluster looks at such objects, and the audit log or the API server's log names it.",
    },
    { id: "EPS-823", check: "The pods of that webhook are not ready." },
    { id: "EPS-738", check: "Other calls of the API are slow as well." },
  ],
  why: "The request waited for something within the API server: mostly for an admission webhook, else for an overloaded control plane.",
  check:
    "`kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations`: which ones look at these objects, and do their pods answer?",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["kubernetes/kubernetes#92699"],
};
