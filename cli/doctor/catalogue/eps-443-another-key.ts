import type { Entry } from "./entry";

export const anotherKey: Entry = {
  id: "EPS-443",
  title: "the value is under another key than the inventory names",
  step: "identity-policy",
  why: "The role may decrypt with the key of the inventory alone. A parameter stays under the key with which its value was put; a secret gets another key when somebody changes it by hand.",
  check:
    "`aws secretsmanager describe-secret --secret-id {name} --query KmsKeyId`; of a parameter `aws ssm describe-parameters`, its KeyId.",
  mend: "Of a secret `eks-pod-secrets up --refresh --yes` puts its key back. Of one that the inventory adopts, ask the owner which key it is to have: name in the inventory the key that it has, and run `eks-pod-secrets up`, or have the owner encrypt it with the declared key. Of a parameter `eks-pod-secrets put` encrypts the value anew. No policy is to be changed.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html",
  ],
};
