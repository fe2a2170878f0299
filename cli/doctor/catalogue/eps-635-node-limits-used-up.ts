import type { Entry } from "./entry";

export const nodeLimitsUsedUp: Entry = {
  id: "EPS-635",
  title: "the node has no more threads, files or memory to give",
  texts: [
    "{too many open files|fork/exec … resource temporarily unavailable|pthread_create failed|cannot allocate memory|PIDPressure|failed to create fsnotify watcher}",
  ],
  step: "pods",
  why: "The system of the node, or the limit of the container, refuses one more process, file or watch.",
  check: "On the node: `dmesg | tail`, `ulimit -a`, `sysctl fs.inotify`.",
  mend: "Run fewer pods on the node, or raise the limit in the node's configuration.",
  sources: ["https://kubernetes.io/docs/concepts/policy/pid-limiting/"],
};
