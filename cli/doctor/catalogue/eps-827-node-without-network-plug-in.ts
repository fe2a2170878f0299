import type { Entry } from "./entry";

export const nodeWithoutNetworkPlugIn: Entry = {
  id: "EPS-827",
  title: "the network plug-in of the nodes is not running",
  texts: [
    "{cni config uninitialized|cni plugin not initialized|NetworkPluginNotReady}",
    "Failed to wait for IPAM daemon to complete",
  ],
  over: ["EPS-724", "EPS-633"],
  step: "cluster",
  why: "A node becomes ready when its network plug-in has written its configuration. On EKS that is the add-on `vpc-cni`: it is not installed, its pods fail, or its role may not make network interfaces.",
  check:
    "`kubectl -n kube-system get pods -l k8s-app=aws-node -o wide`, and the log of its pod on the node.",
  mend: "Install the add-on `vpc-cni`, before the node group, and give its role, or the nodes', `AmazonEKS_CNI_Policy`.",
  sources: [
    "microsoft/azure_arc#192",
    "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
  ],
};
