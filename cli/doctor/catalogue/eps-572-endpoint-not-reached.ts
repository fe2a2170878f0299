import type { Entry } from "./entry";

export const endpointNotReached: Entry = {
  id: "EPS-572",
  title: "the network does not let the node reach AWS's API",
  texts: [
    "cURL error {7|28|35|56} … https://{secretsmanager.|ssm.|sts.|kms.}",
    "name: 'TimeoutError', '$metadata'",
    "There is a connection issue between the task and",
    "unable to retrieve ecr registry auth … {send request failed|i/o timeout|context deadline exceeded}",
    "Client network socket disconnected before secure TLS connection was established",
    "{ETIMEDOUT|ECONNRESET|ECONNREFUSED|EHOSTUNREACH} … $metadata",
    "Unable to execute HTTP request: {Read timed out|Connect timed out|The target server failed to respond|Connection reset|Connection refused|Remote host terminated the handshake}",
    "broken connection to {secretsmanager.|ssm.|sts.|kms.}",
  ],
  failures: ["aws {refused|unanswered}"],
  over: ["EPS-374", "EPS-784"],
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
