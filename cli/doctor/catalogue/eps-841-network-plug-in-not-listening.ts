import type { Entry } from "./entry";

export const networkPlugInNotListening: Entry = {
  id: "EPS-841",
  title: "the network plug-in of this node does not answer",
  texts: ["dial tcp 127.0.0.1:50051", "failed to connect service :50051 within"],
  step: "pods",
  why: "The plug-in asks `ipamd` of the pod `aws-node` on this port. That pod is starting, or ends again and again, e.g. because it does not reach the cluster's API or EC2.",
  check:
    "`kubectl -n kube-system get pods -l k8s-app=aws-node -o wide`, and the log of the one on this node.",
  mend: "On a new node, wait. If it lasts, mend what the log of `aws-node` says, e.g. the rights of its role or the way to EC2's API.",
  sources: ["aws/amazon-vpc-cni-k8s#330"],
};
