import type { Entry } from "./entry";

export const rotationFunctionRefuses: Entry = {
  id: "EPS-591",
  title: "Secrets Manager may not call the function that rotates the secret",
  texts: ["cannot invoke the specified Lambda function"],
  why: "The function's own policy must let `secretsmanager.amazonaws.com` call it. The value stays the one of before, so that pods can still read.",
  check: "`aws lambda get-policy --function-name FUNCTION`",
  mend: "Where the function is made, add a permission for `secretsmanager.amazonaws.com` with the secret's ARN as `aws:SourceArn`; then rotate again.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html",
  ],
};
