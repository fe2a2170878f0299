import type { Entry } from "./entry";

export const justMadeNotFound: Entry = {
  id: "EPS-741",
  title: "the provider of Terraform or Pulumi did not find again what it had just made",
  texts: [
    "{Provider produced inconsistent result after apply|Root resource was present, but now absent|couldn't find resource (21 retries)|couldn't find resource ( … retries)}",
  ],
  over: ["EPS-726", "EPS-701", "EPS-703", "EPS-330", "EPS-560", "EPS-369"],
  symptom: true,
  why: "IAM, KMS and Secrets Manager know a new thing everywhere only after some seconds. The provider asked too early, or somebody deleted it meanwhile.",
  check: "Is it there now? `aws secretsmanager describe-secret`, `aws iam get-role`.",
  mend: "Run again: a run that failed can be repeated. If it says that it is there already, import it.",
  sources: ["hashicorp/terraform-provider-aws#16482", "hashicorp/terraform-provider-aws#18406"],
};
