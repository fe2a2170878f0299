import type { Entry } from "./entry";

export const clusterUnauthorized: Entry = {
  id: "EPS-778",
  title: "the cluster does not know the caller",
  texts: [
    "You must be logged in to the server",
    "the server has asked for the client to provide credentials",
    "error: You must be logged in to the server (Unauthorized)",
    "is not mapped",
    "unable to recognize … : Unauthorized",
    'Error: Unauthorized … in resource "kubernetes_',
    'Error: Unauthorized … in resource "k8s_manifest',
    'Error: Unauthorized … in resource "helm_release',
    'Error: Unauthorized … in resource "kubectl_manifest',
    "Failed to update daemonset: Unauthorized",
    "Failed to update deployment: Unauthorized",
    "Failed to update service account: Unauthorized",
    "API error: Unauthorized",
    'User "system:anonymous" cannot',
    "Error: Unauthorized … module. … kubernetes_",
    "could not get token: AccessDenied",
    '"message": "Unauthorized", "reason": "Unauthorized"',
    "checking whether namespace … exists: Unauthorized",
    "failed to query with labels: Unauthorized",
  ],
  over: ["EPS-777"],
  step: "cluster",
  why: "The cluster has nothing for the identity of the token. The run has another role or profile than the one meant, the kubeconfig is of another cluster, the token has expired, or the meant role has no access entry.",
  check:
    "`aws sts get-caller-identity` in the same environment and with the same profile: is it the `deployRole` of the inventory? Then `aws eks list-access-entries --cluster-name CLUSTER`.",
  mend: "If it is another identity, run with the declared `deployRole` or `profile`, and write the kubeconfig again with `aws eks update-kubeconfig --name CLUSTER`. Only if it is the role that the inventory declares, and the cluster has no entry for it, whoever administers the cluster makes that entry. Give no other identity one.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html"],
};
