import type { Entry } from "./entry";

export const noScp: Entry = {
  id: "EPS-454",
  title: "no service control policy of the organization allows the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} because no service control policy allows",
    "because no service control policy allows",
    "not authorized to perform: {action:action} on resource: {resource:arn} because no service control policies allows",
    "because no service control policies allows",
  ],
  step: "control-policies",
  why: "Each level of the organization, from the root to the account, needs a service control policy that allows the action. One level has none.",
  check:
    "`aws organizations list-policies-for-target --filter SERVICE_CONTROL_POLICY --target-id ACCOUNT_OR_OU` in the management account.",
  mend: "Ask whoever manages the organization's management account to allow it, for this role and object alone. No policy of an account helps. Then change the inventory's file of the policy, if it has one.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
