import type { Entry } from "./entry";

export const noRcp: Entry = {
  id: "EPS-455",
  title: "no resource control policy of the organization allows the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} because no resource control policy allows",
    "because no resource control policy allows",
    "not authorized to perform: {action:action} on resource: {resource:arn} because no resource control policies allows",
    "because no resource control policies allows",
  ],
  step: "control-policies",
  why: "Resource control policies bound what anybody may do with the objects of the owner's account.",
  check:
    "`aws organizations list-policies-for-target --filter RESOURCE_CONTROL_POLICY --target-id ACCOUNT_OR_OU` in the management account.",
  mend: "Ask whoever manages the management account of the owner's organization to allow it, for this role and object alone. No policy of an account helps. Then change the inventory's file of the policy, if it has one.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
