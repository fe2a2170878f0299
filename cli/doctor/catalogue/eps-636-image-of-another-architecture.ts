import type { Entry } from "./entry";

export const imageOfAnotherArchitecture: Entry = {
  id: "EPS-636",
  title: "the image is made for another processor architecture than the node's",
  texts: ["exec format error", "no match for platform in manifest"],
  over: ["EPS-622", "EPS-620", "EPS-607", "EPS-782", "EPS-832"],
  step: "pods",
  why: "An image holds programs for one architecture, or one set for each. None is for this node, e.g. for `arm64` of a Graviton instance.",
  check:
    "The architectures of the image (`docker manifest inspect IMAGE`) against `kubectl get nodes -L kubernetes.io/arch`. A script without its first line `#!` fails with the same words.",
  mend: "Build the image for the nodes' architecture, or let the pod choose nodes by `kubernetes.io/arch`.",
  sources: ["https://kubernetes.io/docs/reference/labels-annotations-taints/"],
};
