import type { Entry } from "./entry";

export const awsManagedKey: Entry = {
  id: "EPS-469",
  title: "the secret is under AWS's own key, which opens nothing for other accounts",
  texts: [
    "from a different AWS account if you encrypt the secret with the default KMS service key",
  ],
  step: "key-policy",
  why: "The policy of `aws/secretsmanager` cannot be changed: only principals of the owner's account can decrypt with it.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET --query KmsKeyId` is empty or names `aws/secretsmanager`.",
  mend: "Give the secret a key of the inventory (`key:`), and run `eks-pod-secrets up`.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html",
  ],
};
