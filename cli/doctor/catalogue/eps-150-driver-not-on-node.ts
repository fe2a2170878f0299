import type { Entry } from "./entry";

export const driverNotOnNode: Entry = {
  id: "EPS-150",
  title: "the Secrets Store CSI driver does not run, or is not ready, on the pod's node",
  texts: [
    "driver name secrets-store.csi.k8s.io not found in the list of registered CSI drivers",
    "driver name secrets-store.csi.k8s.io not found",
  ],
  step: "driver",
  why: "The kubelet knows a driver once the driver's pod on its node has registered. A taint, a node selector or a new node keeps that pod away. Fargate runs no DaemonSet, so no driver.",
  check:
    "`kubectl -n kube-system get pods -o wide -l app=secrets-store-csi-driver` shows the driver's pods by node.",
  mend: "If the driver is missing, let the inventory install it (`install: addon` under `clusters.{clusterId}.secretsStoreCsi`), and run `eks-pod-secrets up --refresh --yes`. Else let its DaemonSet tolerate the taints that `kubectl describe node` shows, or move the pod to nodes that have the driver. On a new node, wait: the mount is tried again. If the driver's pod is ready on this node and the text stays, its registration was lost: start that pod again.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver: docs/book/src/troubleshooting.md",
    "kubernetes/kubernetes: pkg/volume/csi/csi_plugin.go",
  ],
};
