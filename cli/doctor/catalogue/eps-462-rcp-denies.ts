import type { Entry } from "./entry";

export const rcpDenies: Entry = {
  id: "EPS-462",
  title: "a resource control policy of the organization denies the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in a resource control policy {policy:arn}",
    "with an explicit deny in a resource control policy {policy:arn}",
  ],
  over: ["EPS-808", "EPS-312", "EPS-468"],
  step: "control-policies",
  why: "A deny wins over every allow. The policy stands above the account of the object, and often admits only principals of its own organization.",
  check:
    "The policy that the text names, or `aws organizations list-policies-for-target --filter RESOURCE_CONTROL_POLICY --target-id ACCOUNT` in the management account.",
  mend: "Ask whoever manages the management account of the owner's organization to allow it, for this role and object alone. No policy of an account helps. Then change the inventory's file of the policy, if it has one.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
