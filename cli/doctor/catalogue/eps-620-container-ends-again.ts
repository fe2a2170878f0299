import type { Entry } from "./entry";

export const containerEndsAgain: Entry = {
  id: "EPS-620",
  title: "a container of the pod starts and ends again, or does not become ready",
  texts: [
    "CrashLoopBackOff",
    "Back-off restarting failed container",
    "Readiness probe failed",
    "Liveness probe failed",
    "Startup probe failed",
    "{FailedPostStartHook|PostStartHookError|FailedPreStopHook}",
    "is waiting to start: PodInitializing",
    "back-off … restarting failed container",
    "Init:{Error|CrashLoopBackOff}",
    "{Liveness|Readiness|Startup} probe errored",
  ],
  over: ["EPS-782"],
  symptom: true,
  step: "pods",
  causes: [
    { id: "EPS-665", check: "The log says that a file of the mount is not there." },
    { id: "EPS-664", check: "The log says `permission denied` for a file of the mount." },
    {
      id: "EPS-378",
      check:
        "The log says that there are no AWS credentials, and the pod has no variable `AWS_CONTAINER_CREDENTIALS_FULL_URI`.",
    },
    {
      id: "EPS-609",
      check: "The log says that the database refuses the password: the file may be of before.",
    },
    { id: "EPS-621", check: "`kubectl describe pod` says `OOMKilled`." },
    {
      id: "EPS-622",
      check: "The event says `unable to start container process`.",
    },
    { id: "EPS-636", check: "The log says `exec format error`." },
  ],
  why: "The container was started, so the volumes were mounted. What it lacks stands in its own log.",
  check:
    "`kubectl -n {namespace} logs {pod} --all-containers --previous`; give that log to `eks-pod-secrets doctor --text -`.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/"],
};
