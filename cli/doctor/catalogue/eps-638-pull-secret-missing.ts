import type { Entry } from "./entry";

export const pullSecretMissing: Entry = {
  id: "EPS-638",
  title: "a pull secret that the pod names is not in its namespace",
  texts: ["Unable to retrieve some image pull secrets", "FailedToRetrieveImagePullSecret"],
  symptom: true,
  step: "pods",
  why: "The pod or its service account names a secret in `imagePullSecrets` that is not there. The kubelet warns, and pulls without it: only a private image fails.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.imagePullSecrets}'`, and `kubectl -n {namespace} get secrets`",
  mend: "Make the secret in the pod's namespace, or take its name out of the pod and its service account.",
  sources: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
  ],
};
