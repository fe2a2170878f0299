import type { Entry } from "./entry";

export const noValue: Entry = {
  id: "EPS-537",
  title: "The secret has no value yet.",
  texts: ["Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"],
  step: "value",
  why: "The secret was made, and nobody has put a value: no version has the label AWSCURRENT.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET --query VersionIdsToStages` names no AWSCURRENT.",
  mend: "`eks-pod-secrets put SECRET`",
  sources: [
    "localstack/localstack#4669",
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
  ],
};
