import type { Entry } from "./entry";

export const notInAPod: Entry = {
  id: "EPS-336",
  title: "the program looks for a pod's access to the cluster, and has none",
  texts: [
    "unable to load in-cluster configuration",
    "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined",
    "{open|stat} /var/run/secrets/kubernetes.io/serviceaccount/{token|ca.crt}: no such file or directory",
  ],
  step: "pods",
  why: "Programs for a cluster expect the variables and the token that Kubernetes gives to pods. There are none outside of a pod, and no token where `automountServiceAccountToken` is false.",
  check:
    "Does the program run in a pod? `kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.automountServiceAccountToken}'`",
  mend: "Run the program in its pod, or give it a kubeconfig. In a pod, do not switch the mount of the token off.",
  sources: ["https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/"],
};
