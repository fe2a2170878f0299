import type { Entry } from "./entry";

export const keyPolicyRefuses: Entry = {
  id: "EPS-470",
  title: "the key's policy does not allow the decryption",
  texts: [
    "not authorized to perform: kms:Decrypt on resource: {key:arn} because no resource-based policy allows",
    "not authorized to perform: kms:Decrypt … because no resource-based policy allows",
  ],
  over: ["EPS-451"],
  step: "key-policy",
  why: "Across accounts the key's policy must name the role. Conditions on `kms:ViaService`, the encryption context or the organization may not be met.",
  check:
    "`aws kms get-key-policy --key-id KEY --policy-name default` with credentials of the owner.",
  mend: "If the inventory does not grant this read, that is the answer: `eks-pod-secrets what-can-read READER`. Else `eks-pod-secrets up --refresh --yes` in the owner's account puts back the key's policy.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html"],
};
