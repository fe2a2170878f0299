import type { Entry } from "./entry";

export const classOfOtherSettings: Entry = {
  id: "EPS-203",
  title: "the SecretProviderClass has other settings than the inventory says",
  step: "provider-class",
  why: "The Region, the failover Region or the copies into Kubernetes Secrets are not those that were deployed.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml` shows its parameters.",
  mend: "Run `eks-pod-secrets up --refresh --yes`, and replace the pods.",
  sources: ["docs/reference/inventory.md"],
};
