import type { Entry } from "./entry";

export const readsThrottled: Entry = {
  id: "EPS-571",
  title: "AWS throttles the reads",
  texts: [
    "ThrottlingException: Rate exceeded",
    "Throttling: Rate exceeded",
    "TooManyRequestsException",
    "(ThrottlingException) when calling the GetSecretValue operation",
    "(ThrottlingException) when calling the GetParameters operation",
    "RequestLimitExceeded",
    "You have exceeded the rate at which you may call KMS",
    "TooManyUpdates",
    "RequestThrottled",
  ],
  errors: [
    "{secretsmanager|ssm|kms|sts|webidentity|iam|eks|organizations|cloudformation} {ThrottlingException|ThrottledException|TooManyRequestsException|RequestThrottledException|RequestLimitExceeded|PriorRequestNotComplete}",
    "{ThrottledException|TooManyRequestsException|RequestThrottledException|RequestLimitExceeded|PriorRequestNotComplete}",
    "{iam|sts|webidentity|cloudformation|organizations|eks|ssm} Throttling",
  ],
  step: "object",
  why: "Too many calls at once in the account and Region: many pods that start together, a short `rotationPollInterval`, or other programs. Parameter Store's limit is far lower than Secrets Manager's.",
  check: "CloudWatch `AWS/Usage`, `CallCount` of the service.",
  mend: "The mount is tried again. Raise `rotationPollInterval`, start fewer pods at once, or switch on higher throughput of Parameter Store.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html",
    "external-secrets/external-secrets#1769",
  ],
};
