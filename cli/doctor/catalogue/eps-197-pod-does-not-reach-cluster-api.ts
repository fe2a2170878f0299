import type { Entry } from "./entry";

export const podDoesNotReachClusterApi: Entry = {
  id: "EPS-197",
  title: "a pod does not reach the cluster's own API by the address of its service",
  texts: [
    "{.0.1:443|::1]:443}/{api|apis|openapi|version} … {dial tcp|connection refused|canceled while waiting for connection}",
  ],
  failures: ["incluster {refused|unanswered}"],
  over: ["EPS-250", "EPS-777", "EPS-572"],
  step: "provider",
  why: "Within the cluster the API has an address of the services' range, e.g. 172.20.0.1. kube-proxy or the network plug-in turns it into that of the API server: either they do not run on this node (often so for minutes on a new node), a network policy forbids the way, or the security group of the cluster does not admit the node on port 443.",
  check:
    "`kubectl -n kube-system get pods -o wide --field-selector spec.nodeName=NODE`: are `kube-proxy` and `aws-node` ready? Do pods of other namespaces on this node fail, too? If not: `kubectl -n NAMESPACE get networkpolicy`.",
  mend: "All pods of one node: mend its kube-proxy and network plug-in, or replace the node. The nodes of one group: let the cluster's security group admit theirs on port 443. One namespace: let its network policy admit the API's address.",
  sources: ["kubernetes/api#24", "aws/amazon-vpc-cni-k8s#272"],
};
