import type { Entry } from "./entry";

export const metadataNotReached: Entry = {
  id: "EPS-314",
  title: "the container does not reach the metadata of its instance",
  texts: [
    "failed to fetch VPC ID from instance metadata",
    "{failed to introspect|failed to get} {region|VPC ID} from {EC2Metadata|instance metadata}",
    "get mac metadata: operation error ec2imds",
    "ec2 metadata is not available",
    "http://169.254.169.254 … {connection reset|connection refused|i/o timeout}",
  ],
  over: ["EPS-374", "EPS-853"],
  step: "webhook",
  why: "The instance answers at 169.254.169.254 only within its hop limit. With 1, as on Auto Mode and many managed nodes, a container off the host's network is one hop too far; a network policy can stand between, too.",
  check:
    "`aws ec2 describe-instances --instance-ids ID --query 'Reservations[].Instances[].MetadataOptions'`: `HttpPutResponseHopLimit`, `HttpEndpoint`.",
  mend: "Give the program what it looks for: an association or a profile for credentials, and its own settings for Region and VPC. Leave the hop limit at 1: with 2, each pod of the node has the node's role.",
  sources: ["aws/containers-roadmap#2633", "eksctl-io/eksctl#8018"],
};
