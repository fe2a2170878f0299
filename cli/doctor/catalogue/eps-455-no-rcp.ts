import type { Entry } from "./entry";

export const noRcp: Entry = {
  id: "EPS-455",
  title: "no resource control policy of the organization allows the call",
  texts: [
    "is not authorized to perform: {action:action} on resource: {resource:arn} because no resource control policy allows the",
    "because no resource control policy allows the",
    "is not authorized to perform: {action:action} on resource: {resource:arn} because no resource control policies allows the",
    "because no resource control policies allows the",
  ],
  step: "control-policies",
  why: "Resource control policies bound what anybody may do with the objects of the owner's account.",
  check:
    "`aws organizations list-policies-for-target --filter RESOURCE_CONTROL_POLICY --target-id ACCOUNT_OR_OU` in the management account.",
  mend: "Only who administers the owner's organization can change that.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
