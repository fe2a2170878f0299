import type { Entry } from "./entry";

export const nodeRoleNotAdmitted: Entry = {
  id: "EPS-829",
  title: "the cluster does not admit the role of its nodes",
  texts: [
    "failing to authenticate or authorize with your Kubernetes cluster API server",
    "Unable to register node with API server err= Unauthorized",
    "Unable to register node with API server: nodes is forbidden",
    "Unable to register node … with API server … Unauthorized",
    "when waiting for CSINode publishing: Unauthorized",
    "{kubelet[|pkg/kubelet/} … failed to list *v1. … : Unauthorized",
  ],
  over: ["EPS-827", "EPS-828", "EPS-465", "EPS-805", "EPS-724"],
  step: "cluster",
  why: "The role of the nodes has no access entry and stands not in `aws-auth`, or its instance has another role.",
  check: "`aws eks list-access-entries --cluster-name CLUSTER`, and the ConfigMap `aws-auth`.",
  mend: "Add an access entry of the type `EC2_LINUX` for the nodes' role. It gives them no more than what nodes need.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html"],
};
