import type { Entry } from "./entry";

export const classWithoutObjects: Entry = {
  id: "EPS-280",
  title: "the SecretProviderClass names no object to mount",
  texts: ["failed to mount secrets store objects … err: missing object version"],
  step: "provider-class",
  why: "The provider answered without a version of anything, because `parameters.objects` of the class is empty.",
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml`: `parameters.objects`.",
  mend: "If the inventory has this reader: `eks-pod-secrets up --refresh --yes`. Else write the objects where the class is written.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#1933",
    "kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/provider_client.go",
  ],
};
