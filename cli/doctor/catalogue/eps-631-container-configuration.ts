import type { Entry } from "./entry";

export const containerConfiguration: Entry = {
  id: "EPS-631",
  title: "a container is not made, because something that it names is missing",
  texts: ["CreateContainerConfigError"],
  symptom: true,
  step: "pods",
  causes: [
    {
      id: "EPS-651",
      check:
        "The event names a Secret that a class of the driver should copy, and the pod mounts no volume of the class.",
    },
    { id: "EPS-653", check: "The event names a Secret that something else should make." },
    { id: "EPS-654", check: "The event says that a Secret lacks a key." },
    { id: "EPS-618", check: "The event names a ConfigMap." },
    { id: "EPS-619", check: "The event says `runAsNonRoot`." },
  ],
  why: "The kubelet gathers the variables of the container from Secrets and ConfigMaps. One of them, or a key in it, is not there, or the container's user is refused. The pod's event says which.",
  check: "`kubectl -n {namespace} describe pod {pod}`: the event `Failed`",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/"],
};
