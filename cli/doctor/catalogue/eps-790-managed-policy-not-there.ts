import type { Entry } from "./entry";

export const managedPolicyNotThere: Entry = {
  id: "EPS-790",
  title: "a managed policy that a role is to have is not there",
  texts: ["does not exist or is not attachable"],
  errors: ["iam {PolicyNotAttachable|PolicyNotAttachableException}"],
  why: "The ARN has another path, the policy was deleted, or AWS has withdrawn it.",
  check: "`aws iam get-policy --policy-arn ARN`",
  mend: "Correct the ARN where it is written: many of AWS's policies have the path `service-role/`.",
  sources: ["pulumi/pulumi#7419", "newrelic/aws-log-ingestion#77"],
};
