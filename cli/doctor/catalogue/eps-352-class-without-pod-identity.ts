import type { Entry } from "./entry";

export const classWithoutPodIdentity: Entry = {
  id: "EPS-352",
  title: "the class does not ask for Pod Identity",
  step: "provider-class",
  why: 'Without `usePodIdentity: "true"` under `parameters` ASCP uses IRSA. It is missing, stands within `objects`, where nobody reads it, or is a YAML boolean.',
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml | grep -n usePodIdentity`",
  mend: 'If the inventory has this reader: `eks-pod-secrets up --refresh --yes`. Else write `usePodIdentity: "true"` beside `region`.',
  sources: ["aws/secrets-store-csi-driver-provider-aws: server/server.go"],
};
