import type { Entry } from "./entry";

export const driverObjectOfOtherMode: Entry = {
  id: "EPS-189",
  title: "the object CSIDriver does not allow volumes in a pod's own description",
  texts: [
    'volume mode "Ephemeral" not supported by driver secrets-store.csi.k8s.io (only supports',
  ],
  step: "driver",
  why: "The kubelet reads from the object CSIDriver which modes the driver has. It must name `Ephemeral` under `volumeLifecycleModes`, as the driver's chart writes it.",
  check:
    "`kubectl get csidriver secrets-store.csi.k8s.io -o jsonpath='{.spec.volumeLifecycleModes}'`",
  mend: "If the inventory installs the driver: `eks-pod-secrets up --refresh --yes`. Else whoever installed it installs it again.",
  sources: ["kubernetes/kubernetes: pkg/volume/csi/csi_plugin.go"],
};
