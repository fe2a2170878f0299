import type { Entry } from "./entry";

export const kubernetesObjectMissing: Entry = {
  id: "EPS-737",
  title: "Kubernetes has no object of this kind and name",
  texts: ["Error from server (NotFound):", "reason: NotFound … code: 404"],
  symptom: true,
  why: "The object was never made, was deleted, or is in another namespace or cluster than the one that was asked.",
  check: "`kubectl config current-context`, and `kubectl get KIND -A`.",
  mend: "Name the namespace and the cluster in which it is. If the deployment holds it: `eks-pod-secrets up --refresh --yes`.",
  sources: ["https://kubernetes.io/docs/reference/using-api/api-concepts/"],
};
