import type { Entry } from "./entry";

export const kubernetesRightMissing: Entry = {
  id: "EPS-791",
  title: "the caller lacks a right in Kubernetes",
  texts: [
    "is forbidden: User … cannot {create|get|list|patch|update|delete|watch|impersonate|bind|escalate|deletecollection|use}",
  ],
  step: "cluster",
  why: "The cluster knows the caller, and none of its roles or access policies allows this.",
  check: "`kubectl auth can-i --list -n {namespace}`",
  mend: "Whoever administers the cluster gives the deploying role what `eks-pod-secrets permissions` prints.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html"],
};
