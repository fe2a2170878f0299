import type { Entry } from "./entry";

export const wrongName: Entry = {
  id: "EPS-553",
  title: "the name or the ARN is not that of the secret or parameter",
  texts: ["at 'secretId' failed to satisfy constraint"],
  step: "object",
  why: "An ARN ends in six random letters, which are new when a secret is deleted and made again. Names differ in case, and in a leading slash.",
  check:
    "`aws secretsmanager list-secrets --query 'SecretList[].[Name,ARN]'` with credentials of the owner.",
  mend: "If the inventory has this secret: `eks-pod-secrets up --refresh --yes` writes the new ARN into policies and classes. Else correct the class.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html"],
};
