import type { Entry } from "./entry";

export const mountFails: Entry = {
  id: "EPS-608",
  title: "the pod cannot mount, and no known text says why",
  step: "file",
  why: "The kubelet or the driver reports a failed mount, and its text is not one that the catalogue knows.",
  check:
    "`kubectl -n {namespace} describe pod {pod}` shows the event, and the log of ASCP on the pod's node the reason.",
  mend: "Read the event and the log by `eks-pod-secrets doctor --text -`. If it stays unknown, report the text, without values.",
  sources: ["https://secrets-store-csi-driver.sigs.k8s.io/troubleshooting"],
};
