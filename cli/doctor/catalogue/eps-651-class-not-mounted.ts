import type { Entry } from "./entry";

export const classNotMounted: Entry = {
  id: "EPS-651",
  title: "the pod takes a copy as environment variable, but does not mount its class",
  step: "pods",
  why: "The driver copies when a pod mounts the class. Without a volume nothing happens.",
  check: "`kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.volumes}'`",
  mend: "Mount the reader's class in the same pod. `eks-pod-secrets report` shows the volume.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#1611",
    "kubernetes-sigs/secrets-store-csi-driver#298",
  ],
};
