import type { Entry } from "./entry";

export const containerMemory: Entry = {
  id: "EPS-621",
  title: "the container needs more memory than its limit",
  texts: [
    "OOMKilled",
    "{Memory cgroup out of memory|Killed process|oom-kill:|SystemOOM|OutOfMemoryError: Java heap space|JavaScript heap out of memory}",
  ],
  step: "pods",
  why: "The kernel ended the container when it reached `resources.limits.memory`. The mount is not the cause.",
  check: "`kubectl -n {namespace} describe pod {pod}`: `Last State` of each container",
  mend: "Raise the limit where the pod is written. Of the driver, the provider or the agent: where it is installed.",
  sources: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
};
