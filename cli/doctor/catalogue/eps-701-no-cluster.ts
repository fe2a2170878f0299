import type { Entry } from "./entry";

export const noCluster: Entry = {
  id: "EPS-701",
  title: "the cluster is not there, or not active",
  texts: [
    "No cluster found for name: {cluster:cluster}",
    "reading EKS Cluster … {couldn't find resource|empty result|couldn't find any}",
    "no matching EKS Cluster found",
    "Cluster status not active",
    "Cluster status is not ACTIVE",
    "waiting for EKS Cluster … timeout while waiting for state",
  ],
  over: ["EPS-726"],
  step: "cluster",
  why: "Account, Region or name under `clusters` is wrong, somebody has deleted the cluster, or it is being made.",
  check: "`aws eks describe-cluster --name {cluster} --region {region}` in the cluster's account.",
  mend: "Correct `account`, `region` or `name` under `clusters.{clusterId}` in the inventory. Where the inventory creates the cluster, run `eks-pod-secrets up --refresh --yes`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html"],
};
