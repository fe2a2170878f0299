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
    "Unable to connect to the server: net/http",
    "Unable to connect to the server: context deadline exceeded",
    "Unable to connect to the server: EOF",
    "ClusterUnreachable",
    "due to unreachable cluster",
    "failed to get cluster info for",
    "failed to get cluster info",
    "dial tcp [::1]:8080: connect: connection refused",
    "failed to download openapi",
    "/api/v1/{namespaces|nodes|pods|secrets|configmaps|services|serviceaccounts} … {: dial tcp|: context deadline exceeded|: net/http|: EOF|: read tcp|: x509}",
    "Unable to connect to the server: tls: {first record|handshake failure|internal error}",
  ],
  failures: ["cluster {refused|unresolved|unanswered}"],
  step: "cluster",
  over: ["EPS-577"],
  causes: [
    {
      id: "EPS-701",
      check:
        "`aws eks describe-cluster` does not find the cluster, or its endpoint is not the one of the text.",
    },
    {
      id: "EPS-848",
      check:
        "`endpointPublicAccess` is false, and this machine is not in the network of the cluster.",
    },
    {
      id: "EPS-849",
      check:
        "`publicAccessCidrs` do not hold the address of this machine, as `curl https://checkip.amazonaws.com` shows it.",
    },
  ],
  why: "The endpoint does not resolve, does not answer, or does not admit this machine: a private endpoint, `publicAccessCidrs`, a VPN, or a cluster that is gone.",
  check:
    "`aws eks describe-cluster --name CLUSTER --query 'cluster.[status,endpoint,resourcesVpcConfig.[endpointPublicAccess,publicAccessCidrs]]'`",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"],
};
