import type { Entry } from "./entry";

export const podPutOut: Entry = {
  id: "EPS-627",
  title: "the node has put the pod out, or refused it",
  texts: [
    "The node was low on resource",
    "Pod was rejected:",
    "Usage of EmptyDir volume … exceeds the limit",
    "Preempted in order to admit critical pod",
    "Preempted by pod",
    "Preempted by a pod on node",
    "The node had condition",
    "{TaintManagerEviction|Marking for deletion Pod|was active on the node longer than the specified deadline|ContainerStatusUnknown|could not be located when the pod was deleted}",
    "{UnexpectedAdmissionError|OutOfcpu|OutOfmemory|OutOfpods|NodeShutdown|Pod was terminated in response to imminent node shutdown}",
    "{Evicted|Evicting} pod",
    "The node is low on resource",
  ],
  step: "pods",
  why: "The node ran out of memory, disk or pods, or needed the room for a pod of higher priority. Its files went with it; the next pod mounts anew.",
  check: "`kubectl describe node NODE`: its conditions",
  mend: "Give the pod requests that fit, or the cluster more room.",
  sources: ["https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/"],
};
