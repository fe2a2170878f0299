import type { Entry } from "./entry";

export const priorityClassMissing: Entry = {
  id: "EPS-614",
  title: "the pod names a priority class that the cluster lacks",
  texts: ["no PriorityClass with name"],
  step: "pods",
  why: "Admission refuses a pod whose `priorityClassName` is not there.",
  check: "`kubectl get priorityclass`",
  mend: "Correct `priorityClassName` where the pod is written, or make the class.",
  sources: ["https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"],
};
