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
  ],
  over: ["EPS-777"],
  step: "cluster",
  why: "The token is right for AWS, and the cluster has no access entry for its role; or the token has expired.",
  check: "`aws eks list-access-entries --cluster-name CLUSTER` and `aws sts get-caller-identity`",
  mend: "Whoever administers the cluster makes an access entry for the deploying role.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html"],
};
