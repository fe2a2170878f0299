import type { Entry } from "./entry";

export const tokenPathIsDirectory: Entry = {
  id: "EPS-317",
  title: "the path of the token is a directory: no token is mounted there",
  texts: [
    "Is a directory: {'/var/run/secrets/eks|'/var/run/secrets/pods.eks}",
    "{open|read} /var/run/secrets/{eks|pods.eks}.amazonaws.com … : is a directory",
    "EISDIR: … {/var/run/secrets/eks|/var/run/secrets/pods.eks}",
  ],
  over: ["EPS-373"],
  step: "webhook",
  why: "The variables name the path, but this container does not have the volume. Docker makes a directory where it is to mount a file of the host that is not there, e.g. where a pod starts a container of its own with its own variables.",
  check: "`ls -ld` of the path in the container that fails, and in the pod's.",
  mend: "Run the program in the pod's own container, or mount the directory of the token, not the file, into the inner one. Remove variables that were copied.",
  sources: ["boto/botocore#2351"],
};
