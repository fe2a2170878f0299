import type { Entry } from "./entry";

export const credentialsOfBefore: Entry = {
  id: "EPS-305",
  title: "the pod may still use credentials from before its association was changed",
  step: "file",
  why: "The Pod Identity agent keeps a pod's credentials for up to six hours, and for 59 minutes with a target role. A change of the association does not reach them.",
  check:
    "`aws eks describe-pod-identity-association --cluster-name {cluster} --association-id ID` shows `modifiedAt`, and `kubectl -n {namespace} get pod {pod}` the pod's age.",
  mend: "Replace the pod: a new one gets the credentials of today.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html"],
};
