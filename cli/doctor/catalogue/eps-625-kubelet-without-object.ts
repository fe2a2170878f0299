import type { Entry } from "./entry";

export const kubeletWithoutObject: Entry = {
  id: "EPS-625",
  title: "the kubelet has not got an object of the pod's volume from the API server",
  texts: [
    "failed to sync configmap cache",
    "failed to sync secret cache",
    "failed to sync configmap cache: timed out waiting for the condition",
    '"kube-root-ca.crt" not registered',
    "object … / … not registered",
    "no relationship found between node",
    "failed to fetch token: {pod|pods} … not found",
  ],
  over: ["EPS-791", "EPS-165"],
  symptom: true,
  step: "pods",
  why: "After a restart the kubelet needs some time until it has the ConfigMaps and Secrets of its pods. The text comes with pods that are ending, too, where it means nothing.",
  check: "`kubectl -n {namespace} get pod {pod}`: does the pod run in the meantime?",
  mend: "Wait: the mount is tried again. If it lasts, the node does not reach the API server.",
  sources: ["kubernetes/kubernetes#105204"],
};
