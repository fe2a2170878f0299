import type { Entry } from "./entry";

export const classWithoutProvider: Entry = {
  id: "EPS-281",
  title: "the SecretProviderClass names no provider, or no parameters",
  texts: [
    "desc = provider not set in {namespace:kubernetes}/{class:kubernetes}",
    "desc = parameters not set in {namespace:kubernetes}/{class:kubernetes}",
  ],
  step: "provider-class",
  why: "The driver needs `provider` and `parameters` of the class. They are missing, or stand at the wrong depth.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "If the inventory has this reader: `eks-pod-secrets up --refresh --yes`. Else complete the class where it is written.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/utils.go"],
};
