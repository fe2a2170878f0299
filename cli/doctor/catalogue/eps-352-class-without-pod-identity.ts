import type { Entry } from "./entry";

export const classWithoutPodIdentity: Entry = {
  id: "EPS-352",
  title: "the class does not ask for Pod Identity, so the provider tried IRSA",
  texts: [
    'IRSA token extraction failed: token for audience "sts.amazonaws.com" not found',
    'token for audience "sts.amazonaws.com" not found',
    "An IAM role must be associated with service account {serviceAccount:kubernetes} (namespace: {namespace:kubernetes})",
  ],
  step: "provider-class",
  why: 'Without `usePodIdentity: "true"` under `parameters` ASCP uses IRSA. It is missing, stands within `objects`, where nobody reads it, or is a YAML boolean. IRSA then found no token, or no role at the service account.',
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml | grep -n usePodIdentity`",
  mend: 'If the inventory has this reader: `eks-pod-secrets up --refresh --yes`. Else write `usePodIdentity: "true"` beside `region`. If IRSA is meant, annotate the service account with the role.',
  sources: [
    "aws/secrets-store-csi-driver-provider-aws: auth/auth.go",
    "external-secrets/external-secrets: auth.go",
  ],
};
