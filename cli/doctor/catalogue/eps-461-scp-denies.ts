import type { Entry } from "./entry";

export const scpDenies: Entry = {
  id: "EPS-461",
  title: "a service control policy of the organization denies the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in a service control policy {policy:arn}",
    "with an explicit deny in a service control policy {policy:arn}",
  ],
  over: ["EPS-808"],
  step: "control-policies",
  why: "A deny wins over every allow. The policy stands above the account of the role.",
  check:
    "The policy that the text names, or `aws organizations list-policies-for-target --filter SERVICE_CONTROL_POLICY --target-id ACCOUNT` in the management account.",
  mend: "Ask whoever manages the organization's management account to take this role and object out of the Deny. No policy of an account helps. Then change the inventory's file of the policy, if it has one.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
