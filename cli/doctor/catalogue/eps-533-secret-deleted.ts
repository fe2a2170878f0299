import type { Entry } from "./entry";

export const secretDeleted: Entry = {
  id: "EPS-533",
  title: "The secret is deleted, and can still be restored.",
  texts: [
    "You can't perform this operation on the secret because it was marked for deletion",
    "because it was marked for deletion",
  ],
  step: "object",
  why: "A deleted secret keeps its value for 7 to 30 days. Nobody can read it meanwhile.",
  check: "`aws secretsmanager describe-secret --secret-id SECRET` answers DeletedDate.",
  mend: "`eks-pod-secrets restore SECRET`, and then `eks-pod-secrets up --refresh --yes`.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_restore-secret.html",
    "docs/guides/restore.md",
  ],
};
