import type { Entry } from "./entry";

export const volumeNamesNoClass: Entry = {
  id: "EPS-251",
  title: "the pod's volume names no SecretProviderClass",
  texts: ["secretProviderClass is not set", "Volume attributes missing in request"],
  step: "pods",
  why: "The volume of the driver needs `volumeAttributes.secretProviderClass`. It is missing, or misspelt.",
  check: "`kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.volumes}'`",
  mend: "Add `volumeAttributes: { secretProviderClass: NAME }` to the volume. `eks-pod-secrets report` shows the volume of each reader.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/nodeserver.go"],
};
