import type { Entry } from "./entry";

export const driverNotRegistered: Entry = {
  id: "EPS-180",
  title: "the driver runs on the node, but the kubelet does not know it",
  texts: [
    "Kubelet plugin registration hasn't succeeded yet",
    "plugins/csi-secrets-store/registration doesn't exist",
    "{plugin registration failed with err|RegisterPlugin error|error updating CSINode}",
  ],
  step: "driver",
  why: "The registrar tells the kubelet of the driver through a directory of the node. Where the kubelet's directory is not `/var/lib/kubelet`, the kubelet does not look there.",
  check:
    "`kubectl -n kube-system logs DRIVER_POD -c node-driver-registrar`, and `--root-dir` in the kubelet's arguments on this node.",
  mend: "Set `kubeletRootDir` of the driver's chart to the kubelet's directory, and start the driver's pod again.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver#1264"],
};
