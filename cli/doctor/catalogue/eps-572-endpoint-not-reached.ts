import type { Entry } from "./entry";

export const endpointNotReached: Entry = {
  id: "EPS-572",
  title: "the network does not let the node reach AWS's API",
  texts: [
    "dial tcp: lookup secretsmanager. … no such host",
    "dial tcp: lookup ssm. … no such host",
    "dial tcp: lookup sts. … no such host",
    "secretsmanager. … .amazonaws.com … i/o timeout",
    "ssm. … .amazonaws.com … i/o timeout",
    'Could not connect to the endpoint URL: "https://secretsmanager',
    'Connect timeout on endpoint URL: "https://secretsmanager',
    "secretsmanager. … .amazonaws.com … connection refused",
    'Could not connect to the endpoint URL: "https://ssm',
    'Could not connect to the endpoint URL: "https://sts',
    "sts. … .amazonaws.com … i/o timeout",
    'Post "https://sts.amazonaws.com/": dial tcp',
    "secretsmanager. … .amazonaws.com … connection timed out",
    "ssm. … .amazonaws.com … connection timed out",
    "sts. … .amazonaws.com … connection timed out",
    "kms. … .amazonaws.com … i/o timeout",
    'Connect timeout on endpoint URL: "https://sts',
    'Connect timeout on endpoint URL: "https://ssm',
  ],
  step: "endpoint-policies",
  why: "Nodes in private subnets need a way to Secrets Manager, Systems Manager and STS: a NAT gateway, or VPC endpoints with private DNS whose security groups admit the nodes. A network policy for the provider's pods may stand between, too.",
  check:
    "From the node: does `secretsmanager.REGION.amazonaws.com` resolve to an address that answers on port 443?",
  mend: "Make the VPC endpoint, or the route; let its security group admit port 443 from the nodes.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#176",
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html",
  ],
};
