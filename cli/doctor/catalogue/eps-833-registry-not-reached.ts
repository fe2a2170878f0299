import type { Entry } from "./entry";

export const registryNotReached: Entry = {
  id: "EPS-833",
  title: "the node does not reach the registry",
  texts: [
    "{Failed to pull image|failed to resolve reference} … {i/o timeout|no such host|connect: connection refused|TLS handshake timeout|Client.Timeout exceeded}",
  ],
  over: ["EPS-607", "EPS-577", "EPS-782", "EPS-820", "EPS-822"],
  step: "pods",
  why: "Nodes in private subnets need a NAT gateway, or for ECR the VPC endpoints `ecr.api`, `ecr.dkr` and the gateway of S3. Public registries such as `registry.k8s.io` have no VPC endpoint.",
  check: "On the node: `curl -v https://REGISTRY/v2/`",
  mend: "Give the subnets a way out, or copy the image into an ECR of yours and name that one. The add-on of EKS takes its images from ECR.",
  sources: [
    "GoogleCloudPlatform/secrets-store-csi-driver-provider-gcp#199",
    "https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html",
  ],
};
