import type { Entry } from "./entry";

export const anotherDriverNotRegistered: Entry = {
  id: "EPS-626",
  title: "a volume of the pod needs another CSI driver, which is not on the node",
  texts: [
    "driver name {driver:kubernetes!} not found in the list of registered CSI drivers",
    "hostPath type check failed: /var/lib/kubelet/plugins/ … is not a directory",
  ],
  over: ["EPS-624"],
  step: "pods",
  why: "This is not the driver of the pod's secrets, but the pod waits for all of its volumes.",
  check: "`kubectl get csinodes -o yaml`: which drivers each node has",
  mend: "Install that driver, let its pods onto this node, or remove the volume.",
  sources: ["kubernetes/kubernetes: pkg/volume/csi/csi_plugin.go"],
};
