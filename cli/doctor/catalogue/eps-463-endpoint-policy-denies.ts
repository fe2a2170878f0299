import type { Entry } from "./entry";

export const endpointPolicyDenies: Entry = {
  id: "EPS-463",
  title: "the VPC endpoint's policy denies the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in a VPC endpoint policy {policy:arn}",
    "with an explicit deny in a VPC endpoint policy {policy:arn}",
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny in the VPC endpoint policy {policy:arn}",
    "with an explicit deny in the VPC endpoint policy {policy:arn}",
  ],
  over: ["EPS-808"],
  step: "endpoint-policies",
  why: "A deny wins over every allow. The call went through a VPC endpoint whose policy has one.",
  check:
    "`aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[].[ServiceName,PolicyDocument]'` in the cluster's account.",
  mend: "Whoever owns the endpoint must change its policy.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
