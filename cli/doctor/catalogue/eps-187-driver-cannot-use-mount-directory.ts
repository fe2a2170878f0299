import type { Entry } from "./entry";

export const driverCannotUseMountDirectory: Entry = {
  id: "EPS-187",
  title: "the driver cannot use the directory of the mount on the node",
  texts: [
    "failed to create target path … kubernetes.io~csi",
    "failed to check if target path … is mount point",
    "Could not mount target … kubernetes.io~csi",
    "failed to list all files in target path",
    "failed to get mounted files",
  ],
  step: "driver",
  why: "The driver makes its mount in the kubelet's directory of the pod. That directory is another one than the driver was installed with, its mount there is broken, or the node's rules keep the driver out.",
  check:
    "Does `--root-dir` of the node's kubelet equal the driver's `linux.kubeletRootDir` (`/var/lib/kubelet` if not set)?",
  mend: "Install the driver with the kubelet's directory, or start its pod on this node again if only that node is concerned.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/nodeserver.go"],
};
