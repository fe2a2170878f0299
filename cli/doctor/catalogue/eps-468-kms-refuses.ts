import type { Entry } from "./entry";

export const kmsRefuses: Entry = {
  id: "EPS-468",
  title: "the key does not let the caller decrypt",
  texts: [
    "not authorized to perform: kms:Decrypt on resource: {key:arn}",
    "not authorized to perform: kms:Decrypt",
    "(AccessDenied) when calling the Decrypt operation",
    "(AccessDeniedException) when calling the Decrypt operation",
    "Access to KMS is not allowed",
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access",
    "not authorized to perform: kms:Decrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
    "not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
  ],
  step: "key-policy",
  causes: [
    {
      id: "EPS-469",
      check:
        "The secret has no `KmsKeyId`, or `alias/aws/secretsmanager`, and the role is of another account: AWS's own key opens nothing across accounts.",
    },
    {
      id: "EPS-470",
      check:
        "The key's policy does not allow `kms:Decrypt` to the role, or only with another `kms:ViaService`, Region or encryption context.",
    },
    { id: "EPS-471", check: "The role's policies do not allow `kms:Decrypt` on the key." },
    {
      id: "EPS-560",
      check:
        "The key was deleted, or is in another Region than the call: `aws kms describe-key` does not find it.",
    },
    { id: "EPS-472", check: "Former versions are under a former key." },
  ],
  why: "The secret may be read, but its value is encrypted, and KMS said no. Secrets Manager does not tell why.",
  check:
    "`aws secretsmanager describe-secret --secret-id {object} --query KmsKeyId` with credentials of the owner, and that key's policy.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "external-secrets/external-secrets#390",
    "external-secrets/kubernetes-external-secrets#838",
  ],
};
