import type { Entry } from "./entry";

export const fieldImmutable: Entry = {
  id: "EPS-711",
  title: "a field of a Kubernetes object cannot be changed",
  texts: [
    "field is immutable",
    "pod updates may not change fields other than",
    "updates to statefulset spec for fields other than",
    "Forbidden: spec is immutable",
    "cannot change roleRef",
    "{updates to parameters are forbidden|may not change once set|cannot be changed after creation|is immutable after creation}",
    "cannot patch … with kind {StatefulSet|Job}",
  ],
  over: ["EPS-710"],
  why: "Some fields, e.g. `selector` of a Deployment or the whole spec of a CSIDriver, stay as they were made.",
  check: "The text names the object and the field.",
  mend: "Let the deployment replace the object: remove it, and run again. Of a Deployment this ends its pods for a moment.",
  sources: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"],
};
