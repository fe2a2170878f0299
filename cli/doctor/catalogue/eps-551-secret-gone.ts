import type { Entry } from "./entry";

export const secretGone: Entry = {
  id: "EPS-551",
  title: "the secret is not there",
  step: "object",
  why: "It was not made yet, or was deleted without a recovery window, or its window has ended. A deleted value is lost; a copy is a version in another Region or the source.",
  check:
    "`aws secretsmanager list-secrets --include-planned-deletion --filters Key=name,Values={name}` with credentials of the owner.",
  mend: "`eks-pod-secrets up --refresh --yes` makes the secret again, and `eks-pod-secrets put` gives it a value. The former value is lost, unless a replica or its source has it.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
  ],
};
