import type { Entry } from "./entry";

export const mountIsFull: Entry = {
  id: "EPS-681",
  title: "the node's memory for mounted files is full",
  texts: ["volumes/kubernetes.io~csi/ … no space left on device"],
  step: "file",
  why: "The driver writes files into a file system in the node's memory, and there is no room left in it.",
  check: "On the node: `df -h` for the pod's mount, and the sizes of the values in the class.",
  mend: "Make the values smaller, or the node larger.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/nodeserver.go"],
};
