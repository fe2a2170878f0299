import type { Entry } from "./entry";

export const podUnderAnotherAccount: Entry = {
  id: "EPS-604",
  title: "a pod that mounts the reader's class runs under another service account",
  step: "pods",
  why: "Credentials belong to the service account. A pod under another one mounts the class with the rights of that one, which has none here.",
  check: "`kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.serviceAccountName}'`",
  mend: "If this pod is to read as the reader, write `serviceAccountName: {serviceAccount}` where it is deployed. If not, take the volume out of it.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-configure-pods.html"],
};
