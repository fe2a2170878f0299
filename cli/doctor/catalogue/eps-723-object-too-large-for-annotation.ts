import type { Entry } from "./entry";

export const objectTooLargeForAnnotation: Entry = {
  id: "EPS-723",
  title: "an object is too large for the annotation in which kubectl remembers it",
  texts: ["metadata.annotations: Too long"],
  why: "`kubectl apply` and Argo CD write the whole object into an annotation, which has at most 262,144 bytes. CustomResourceDefinitions, e.g. of External Secrets, are larger.",
  check: "The text names the object.",
  mend: "Apply it on the server's side: `kubectl apply --server-side`, or `ServerSideApply=true` among the sync options of Argo CD.",
  sources: ["argoproj/argo-cd#820"],
};
