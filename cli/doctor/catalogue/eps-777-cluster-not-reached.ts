import type { Entry } from "./entry";

export const clusterNotReached: Entry = {
  id: "EPS-777",
  title: "the cluster's API is not reached",
  texts: [
    "configured Kubernetes cluster is unreachable",
    "unable to load schema information from the API server",
    "Unable to connect to the server: dial tcp",
    "Kubernetes cluster unreachable",
    "couldn't get current server API group list",
    "The connection to the server … was refused",
    ".eks.amazonaws.com/api/ … dial tcp",
    ".eks.amazonaws.com/apis/ … dial tcp",
  ],
  step: "cluster",
  why: "The endpoint does not resolve, does not answer, or does not admit this machine: a private endpoint, `publicAccessCidrs`, a VPN, or a cluster that is gone.",
  check:
    "`aws eks describe-cluster --name CLUSTER --query 'cluster.[status,endpoint,resourcesVpcConfig.[endpointPublicAccess,publicAccessCidrs]]'`",
  mend: "Run where the endpoint is reached, or change `create.endpoint` of the cluster.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"],
};
