import type { Entry } from "./entry";

export const containerRuntimeTooSlow: Entry = {
  id: "EPS-639",
  title: "the container runtime of the node does not answer in time",
  texts: [
    "Failed to create pod sandbox: … code = DeadlineExceeded",
    "{failed to reserve container name|failed to reserve sandbox name}",
    "kubelet Error: context deadline exceeded",
    "failed to create a sandbox for pod … operation timeout",
  ],
  over: ["EPS-573", "EPS-620", "EPS-622", "EPS-782"],
  step: "pods",
  why: "The kubelet asked the node's runtime for a sandbox or a container, and gave up. The runtime goes on, so that the next try finds the name taken. The node's disk or processor is busy, or too many containers start at once.",
  check:
    "`kubectl describe node NODE` for pressure, and other pods of this node with the same event",
  mend: "Wait: the kubelet tries again. If it stays so, replace the node, or give it a faster disk.",
  sources: ["containerd/containerd#4604"],
};
