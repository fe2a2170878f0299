import type { Entry } from "./entry";

export const noEndpointPolicy: Entry = {
  id: "EPS-456",
  title: "the VPC endpoint's policy does not allow the call",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} because no VPC endpoint policy allows",
    "because no VPC endpoint policy allows",
    "not authorized to perform: {action:action} on resource: {resource:arn} because no VPC endpoint policies allows",
    "because no VPC endpoint policies allows",
  ],
  step: "endpoint-policies",
  why: "The call went through a VPC endpoint, and the endpoint's policy does not contain it.",
  check:
    "`aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[].[ServiceName,PolicyDocument]'` in the cluster's account.",
  mend: "Whoever owns the endpoint must let its policy allow the call: to a reader's role `secretsmanager:GetSecretValue` and `secretsmanager:DescribeSecret`, or `ssm:GetParameters`.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    "https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/",
  ],
};
