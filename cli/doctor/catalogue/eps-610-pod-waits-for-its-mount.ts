import type { Entry } from "./entry";

export const podWaitsForItsMount: Entry = {
  id: "EPS-610",
  title: "the pod has waited for its mount for more than two minutes",
  step: "file",
  why: "Driver and kubelet have neither mounted nor said why not. The driver's or the provider's pod hangs, or its events are not readable.",
  check:
    "`kubectl -n {namespace} describe pod {pod}`, and the logs of driver and ASCP on the pod's node.",
  mend: "Replace the driver's and the provider's pod on that node. If the new pod waits as well, read their logs by `eks-pod-secrets doctor --text -`.",
  sources: ["https://secrets-store-csi-driver.sigs.k8s.io/troubleshooting"],
};
