import type { Entry } from "./entry";

export const fieldOfOtherManager: Entry = {
  id: "EPS-773",
  title: "another tool owns a field of a Kubernetes object",
  texts: [
    "Server-side apply failed … conflict with",
    'conflict with "kubectl-client-side-apply"',
    "use pulumi.com/patchForce to override the conflict",
    "Apply failed with 1 conflict: conflict with",
    'Apply failed with … conflicts: conflicts with "',
    "Server-Side Apply field conflict detected",
    "conflict with … using rbac.authorization.k8s.io/v1: .",
    "conflict with … using apps/v1: .",
  ],
  why: "Pulumi applies on the server's side, and the field was last set by kubectl, Helm, Argo CD or another tool.",
  check: "`kubectl get OBJECT -o yaml --show-managed-fields`",
  mend: "Leave the object to one tool. Say in the inventory what others own: `createServiceAccount: false`, `existing`.",
  sources: [
    "pulumi/pulumi-kubernetes#2157",
    "pulumi/pulumi-kubernetes#2257",
    "pulumi/pulumi-kubernetes#2491",
  ],
};
