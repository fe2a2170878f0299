import type { Entry } from "./entry";

export const markedForDeletion: Entry = {
  id: "EPS-555",
  title: "the secret is scheduled for deletion",
  texts: [
    "You can't perform this operation on the secret because it was marked for deletion",
    "You tried to perform the operation on a secret that's currently marked deleted",
    "You can't perform this operation on the secret because it was deleted",
  ],
  step: "object",
  why: "Somebody deleted it. Until its recovery window ends, it is there with its values, and nobody can read it.",
  check:
    "`aws secretsmanager describe-secret --secret-id {name} --query DeletedDate` with credentials of the owner.",
  mend: "Restore it with its value by `eks-pod-secrets restore`, before its recovery window ends.",
  sources: [
    "external-secrets/external-secrets#4560",
    "external-secrets/kubernetes-external-secrets#114",
  ],
};
