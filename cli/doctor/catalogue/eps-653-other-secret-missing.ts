import type { Entry } from "./entry";

export const otherSecretMissing: Entry = {
  id: "EPS-653",
  title: "the pod needs a Kubernetes Secret that nobody made",
  texts: ["kubernetes secret not found"],
  step: "pods",
  why: "The Secret belongs to another tool, a chart or a person, not to the driver.",
  check: "`kubectl -n {namespace} get secret`",
  mend: "Make it where it is made, or remove the reference.",
  sources: ["https://kubernetes.io/docs/concepts/configuration/secret/"],
};
