import type { Entry } from "./entry";

export const mayNotEncrypt: Entry = {
  id: "EPS-587",
  title: "the caller may not encrypt with the secret's key",
  texts: [
    "not authorized to perform: kms:GenerateDataKey",
    "not authorized to perform: kms:Encrypt",
  ],
  why: "Whoever puts a value needs `kms:GenerateDataKey` and `kms:Decrypt` on the secret's key, by a policy of its own and, across accounts, by the key's policy. A reader never needs it.",
  check: "`aws sts get-caller-identity`: is it the role that is to put values, or a reader?",
  mend: "Put values with the role that the inventory names for it: `eks-pod-secrets permissions` prints what it needs. A reader gets no right to encrypt.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html"],
};
