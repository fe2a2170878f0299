import type { Entry } from "./entry";

export const statusOfAnEarlierPod: Entry = {
  id: "EPS-682",
  title: "the driver keeps notes of an earlier pod of the same name",
  texts: [
    "secret provider class pod status targetPath did not match pod UID",
    "secret provider class pod status volume name did not match pod Volume",
    "secret provider class pod status volume for pod",
    "(spcps) targetPath did not match pod UID",
    "(spcps) volume name does not match the volume name",
  ],
  step: "file",
  why: "The object SecretProviderClassPodStatus tells the driver what a pod has mounted. After a pod of a StatefulSet was made anew, or its volume was renamed, it still describes the former one, so that the driver renews no file.",
  check:
    "`kubectl -n {namespace} get secretproviderclasspodstatuses -o wide`, and the age of the pod.",
  mend: "Start the pod again: `kubectl -n {namespace} delete pod {pod}`. If it stays, bring the driver up to date.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/rotation/reconciler.go"],
};
