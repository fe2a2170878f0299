import type { Entry } from "./entry";

export const classOfOtherObjects: Entry = {
  id: "EPS-201",
  title: "the objects of the SecretProviderClass are not those that the inventory declares",
  step: "provider-class",
  why: "Somebody has changed the class, or the inventory has changed and was not deployed. The pod mounts what the class says, and AWS gives it only what the inventory grants.",
  check:
    "`eks-pod-secrets status --live` names the class, and `kubectl -n {namespace} get secretproviderclass {class} -o yaml` shows its objects.",
  mend: "Run `eks-pod-secrets up --refresh --yes`, and replace the pods.",
  sources: ["docs/reference/inventory.md"],
};
