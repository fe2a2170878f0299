import type { Entry } from "./entry";

export const programNotStarted: Entry = {
  id: "EPS-622",
  title: "the container's program cannot be started",
  texts: [
    "unable to start container process: exec:",
    "executable file not found in $PATH",
    "RunContainerError",
    "{CreateContainerError|Error: failed to start container|daemon: failed to start container|no such file or directory: unknown|exec user process caused}",
    "context deadline exceeded: unknown",
    "unable to start container process: error during container init",
    "exec / … : no such file or directory",
  ],
  over: ["EPS-620", "EPS-782"],
  step: "pods",
  why: "The command is not in the image, or is not executable. The mount may be right.",
  check: "`command` and `args` of the container, and what the image has at that path.",
  mend: "Correct the command or the image.",
  sources: [
    "https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/",
  ],
};
