import type { Entry } from "./entry";

export const endpointPrivate: Entry = {
  id: "EPS-848",
  title: "the cluster's endpoint is private, and this machine is not in its network",
  step: "cluster",
  why: "A private endpoint has addresses of the VPC. Other networks resolve its name only where they forward it, and reach it only by a VPN, peering or a runner within.",
  check:
    "`aws eks describe-cluster --name CLUSTER --query cluster.resourcesVpcConfig.endpointPublicAccess`, and `nslookup` of the endpoint.",
  mend: "Run within the cluster's network, or by a VPN whose name servers and routes lead there.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"],
};
