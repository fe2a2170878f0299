import type { Entry } from "./entry";

export const kubernetesRightMissing: Entry = {
  id: "EPS-791",
  title: "the caller lacks a right in Kubernetes",
  texts: [
    "is forbidden: User … cannot {create|get|list|patch|update|delete|watch|impersonate|bind|escalate|deletecollection|use}",
    "does not have access to Kubernetes objects",
    "forbidden: User … cannot {get|list|watch|create|update|patch|delete} resource",
    "is forbidden: cannot {get|list|watch|create|update|patch|delete} resource",
    "Error from server (Forbidden): User … cannot",
    "Forbidden!Configured service account",
    "Service account may have been revoked",
    "unable to upgrade connection: Forbidden",
  ],
  step: "cluster",
  why: "The cluster knows the caller, and none of its roles or access policies allows this; or the caller is another one than the run should have.",
  check: "`kubectl auth can-i --list -n {namespace}`",
  mend: "The text names the caller. If it is not the `deployRole` of the inventory, run with the declared `deployRole` or `profile`. If it is, whoever administers the cluster gives it what `eks-pod-secrets permissions` prints.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html"],
};
