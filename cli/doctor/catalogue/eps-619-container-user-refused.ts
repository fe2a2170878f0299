import type { Entry } from "./entry";

export const containerUserRefused: Entry = {
  id: "EPS-619",
  title: "the container's user is not one that its pod allows",
  texts: ["container has runAsNonRoot and image"],
  step: "pods",
  why: "The pod says `runAsNonRoot: true`, and its image runs as root or names its user by a word. The mount may be right.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec..securityContext}'`, and `USER` of the image",
  mend: "Set `runAsUser` of the container to a number that is not 0, and `fsGroup` so that this user reads the files.",
  sources: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
};
