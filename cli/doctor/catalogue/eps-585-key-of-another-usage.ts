import type { Entry } from "./entry";

export const keyOfAnotherUsage: Entry = {
  id: "EPS-585",
  title: "the key is not one for encryption",
  texts: ["InvalidKeyUsageException", "key usage is … which is not valid for"],
  step: "key-state",
  why: "Secrets Manager and Parameter Store need a symmetric key with the usage `ENCRYPT_DECRYPT`. This one signs, makes MACs, or is asymmetric.",
  check: "`aws kms describe-key --key-id KEY --query 'KeyMetadata.[KeyUsage,KeySpec]'`",
  mend: "Name a symmetric encryption key in the inventory, and run `eks-pod-secrets up`.",
  sources: ["https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html"],
};
