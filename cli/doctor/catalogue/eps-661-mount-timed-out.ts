import type { Entry } from "./entry";

export const mountTimedOut: Entry = {
  id: "EPS-661",
  title: "the kubelet waits for the pod's volumes",
  texts: [
    "Unable to attach or mount volumes: unmounted volumes=",
    "timeout expired waiting for volumes to attach or mount for pod",
    "timed out waiting for the condition … unmounted volumes",
    "unmounted volumes=[ … timed out waiting for the condition",
    "is waiting to start: ContainerCreating",
    "timeout expired waiting for volumes to {attach/mount|attach or mount}",
    "list of {unattached/unmounted|unmounted} volumes=",
    "Unable to attach or mount volumes",
  ],
  over: ["EPS-782"],
  symptom: true,
  step: "file",
  causes: [
    { id: "EPS-150", check: "Another event says that the driver is not registered." },
    { id: "EPS-153", check: "Another event says that the provider is not found." },
    { id: "EPS-156", check: "Another event, or ASCP's log, has `169.254.170.23`." },
    { id: "EPS-572", check: "ASCP's log has `i/o timeout` or `no such host`." },
    { id: "EPS-653", check: "Another volume of the pod is the one that is not mounted." },
  ],
  why: "This is only the kubelet's own patience. The cause is in another event of the same pod, or in a log of the node.",
  check: "`kubectl -n {namespace} get events --field-selector reason=FailedMount`",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://kubernetes.io/docs/concepts/storage/volumes/"],
};
