import type { Entry } from "./entry";

export const clusterDnsSilent: Entry = {
  id: "EPS-822",
  title: "the name server that was asked does not answer, in a pod the cluster's",
  texts: [
    "amazonaws.com on … :53: {read udp|write udp|dial udp|dial tcp|read: connection refused}",
  ],
  failures: ["{aws|globalsts|eksauth|cluster} nameserver", "incluster unresolved"],
  over: ["EPS-820", "EPS-572", "EPS-374"],
  step: "endpoint-policies",
  why: "The text holds the address that was asked on port 53. In a pod it is the cluster's DNS: CoreDNS has no running pods, the security group of its nodes does not admit port 53 from this node, or the node does not forward to its Service.",
  check:
    "`kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide`, and `nslookup kubernetes.default` in a pod of the same node.",
  mend: "Start CoreDNS, and let the nodes' security groups admit port 53 by UDP and TCP from each other.",
  sources: [
    "kubernetes-sigs/aws-load-balancer-controller#1935",
    "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
  ],
};
