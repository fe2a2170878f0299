import type { Entry } from "./entry";

export const irsaTried: Entry = {
  id: "EPS-354",
  title: "the provider tried IRSA, and found no role or no token",
  texts: [
    'IRSA token extraction failed: token for audience "sts.amazonaws.com" not found',
    'token for audience "sts.amazonaws.com" not found',
    "An IAM role must be associated with service account {serviceAccount:kubernetes} (namespace: {namespace:kubernetes})",
    "Need IAM role for service account {serviceAccount:kubernetes} (namespace: {namespace:kubernetes})",
  ],
  step: "provider-class",
  causes: [
    {
      id: "EPS-352",
      check:
        'Pod Identity is meant, and the class has no `usePodIdentity: "true"` under `parameters`.',
    },
    {
      id: "EPS-383",
      check:
        'The class has `usePodIdentity: "true"`, and the provider\'s image is older than 1.0.0.',
    },
    {
      id: "EPS-384",
      check:
        "IRSA is meant: `kubectl -n {namespace} get serviceaccount {serviceAccount} -o yaml` has no `eks.amazonaws.com/role-arn`.",
    },
    {
      id: "EPS-385",
      check:
        "IRSA is meant, the annotation is there, and `tokenRequests` of the CSIDriver lacks `sts.amazonaws.com`.",
    },
  ],
  why: "Unless a class asks for Pod Identity, ASCP takes the role of the service account's annotation, by IRSA. The text is the same whether Pod Identity was meant or IRSA.",
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml | grep -n usePodIdentity`",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws: auth/auth.go",
    "aws/secrets-store-csi-driver-provider-aws#300",
  ],
};
