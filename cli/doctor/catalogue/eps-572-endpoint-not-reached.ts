import type { Entry } from "./entry";

export const endpointNotReached: Entry = {
  id: "EPS-572",
  title: "the network does not let the node reach AWS's API",
  texts: [
    "{://|lookup |.}{secretsmanager.|ssm.|sts.|kms.|iam.} … amazonaws.com … {i/o timeout|connection refused|connection reset by peer|connection timed out|connect timed out|network is unreachable|no route to host|TLS handshake timeout|context deadline exceeded|Client.Timeout exceeded|request canceled while waiting for connection}",
    '{Connect timeout on|Read timeout on|before we received a valid response from} endpoint URL: "https://{secretsmanager.|ssm.|sts.|kms.}',
    "{Unable to execute HTTP request:|Unable to execute HTTP request: Connect to|Failed to open TCP connection to|Failed to connect to|ENETUNREACH|Resource temporarily unavailable (|Connection refused (|Connection timed out (|Failed to perform HTTP request:|Unable to connect to} {secretsmanager.|ssm.|sts.|kms.}",
    "Connect to {secretsmanager.|ssm.|sts.|kms.} … failed:",
    "host='{secretsmanager.|ssm.|sts.|kms.} … {Max retries exceeded|Read timed out|timed out}",
    "cURL error {7|28|35|56} … https://{secretsmanager.|ssm.|sts.|kms.}",
    "{://|.}{secretsmanager.|ssm.|sts.|kms.}… {curlCode: 28|curlCode: 7}",
    "name: 'TimeoutError', '$metadata'",
    "There is a connection issue between the task and",
    "unable to retrieve ecr registry auth … {send request failed|i/o timeout|context deadline exceeded}",
    "Client network socket disconnected before secure TLS connection was established",
    "{ETIMEDOUT|ECONNRESET|ECONNREFUSED|EHOSTUNREACH} … $metadata",
    "Unable to execute HTTP request: {Read timed out|Connect timed out|The target server failed to respond|Connection reset|Connection refused|Remote host terminated the handshake}",
    "broken connection to {secretsmanager.|ssm.|sts.|kms.}",
  ],
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
