import type { Entry } from "./entry";

export const addonNotThere: Entry = {
  id: "EPS-703",
  title: "the cluster has no such add-on",
  texts: [
    "No addon: {addon:cluster} found in cluster: {cluster:cluster}",
    "reading EKS Add-On … {couldn't find resource|empty result|couldn't find any}",
  ],
  over: ["EPS-726"],
  step: "cluster",
  why: "The add-on was never installed in this cluster, was removed, or the driver, the provider or the agent was installed by a chart instead.",
  check: "`aws eks list-addons --cluster-name {cluster}`",
  mend: "Where the inventory installs it, run `eks-pod-secrets up --refresh --yes`. With `existing`, name what is there.",
  sources: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddon.html"],
};
