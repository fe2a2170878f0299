import type { Entry } from "./entry";

export const keyPolicyNamesOtherRole: Entry = {
  id: "EPS-761",
  title: "the key policy names another role than the one that deploys",
  why: "The policy names administrators by ARN, and the run has another role, e.g. in CI.",
  check: "`aws sts get-caller-identity` against the policy's principals.",
  mend: "Deploy with the named role. Only if the inventory declares this one as `deployRole`, name it in the policy.",
  sources: ["trussworks/terraform-aws-cloudtrail#178"],
};
