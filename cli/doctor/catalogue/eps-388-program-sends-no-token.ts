import type { Entry } from "./entry";

export const programSendsNoToken: Entry = {
  id: "EPS-388",
  title: "the program asks the agent for credentials without a token",
  texts: [
    "Service account token cannot be empty",
    "service account is empty, cannot fetch credentials without a valid one",
  ],
  step: "webhook",
  why: "The agent got a request without `Authorization`. The program's SDK does not read `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, or cannot see the variable, as under PHP-FPM with `clear_env`.",
  check:
    "Can the program itself, not only a shell in its pod, see the variable `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`? Is its SDK new enough for Pod Identity?",
  mend: "Let the program see its pod's variables, and use an SDK that knows Pod Identity.",
  sources: ["aws/aws-sdk-php#3188", "aws/eks-pod-identity-agent: internal/validation/request.go"],
};
