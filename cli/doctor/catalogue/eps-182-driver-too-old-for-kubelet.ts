import type { Entry } from "./entry";

export const driverTooOldForKubelet: Entry = {
  id: "EPS-182",
  title: "the driver is older than the node's Kubernetes allows",
  texts: ["kubernetes.io~csi/ … /mount: mount point does not exist"],
  step: "driver",
  why: "Since Kubernetes 1.20 the kubelet leaves it to the driver to make the directory of a mount. An older driver expects it there.",
  check:
    "The image of the driver's pods: `kubectl -n kube-system get daemonset -l app=secrets-store-csi-driver -o wide`",
  mend: "Bring the driver up to date where it is installed.",
  sources: [
    "Azure/secrets-store-csi-driver-provider-azure#628",
    "Azure/secrets-store-csi-driver-provider-azure#474",
  ],
};
