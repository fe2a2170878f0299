import type { Entry } from "./entry";

export const secretNotThere: Entry = {
  id: "EPS-534",
  title: "The secret is not there.",
  texts: ["Secrets Manager can't find the specified secret."],
  step: "object",
  why: "It was never made, or it was deleted for good; then its value is lost. A secret made again has another ARN, which the policies of its readers must name.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET` in the owner's account and region answers ResourceNotFoundException.",
  mend: "`eks-pod-secrets up --refresh --yes` makes the secret and its policies, and `eks-pod-secrets put SECRET` gives it a value.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
  ],
};
