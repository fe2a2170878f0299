import type { Entry } from "./entry";

export const nodeDoesNotReachEndpoint: Entry = {
  id: "EPS-828",
  title: "the nodes do not reach the cluster's endpoint",
  texts: [
    "Failed to contact API server when waiting for CSINode publishing",
    "failed to run Kubelet: could not init cloud provider",
  ],
  step: "cluster",
  why: "The subnets of the nodes have no way to the endpoint: no NAT gateway for the public one, no private endpoint, or a security group between.",
  check: "On an instance: `curl -vk https://ENDPOINT/healthz`",
  mend: "Turn on the private endpoint of the cluster, or give the subnets a way out, and to EC2, ECR and STS.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html"],
};
