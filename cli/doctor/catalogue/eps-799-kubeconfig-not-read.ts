import type { Entry } from "./entry";

export const kubeconfigNotRead: Entry = {
  id: "EPS-799",
  title: "the kubeconfig cannot be read",
  texts: [
    "failed to parse kubeconfig data",
    "unable to load Kubernetes client configuration from kubeconfig file",
  ],
  over: ["EPS-777"],
  step: "cluster",
  why: "The provider of the cluster has no kubeconfig, an incomplete one, or one with a value in it that is no text.",
  check: "`kubectl --kubeconfig FILE config view`, with the same file or the same configuration.",
  mend: "Write the kubeconfig again with `aws eks update-kubeconfig --name CLUSTER`.",
  sources: ["pulumi/pulumi-eks#630", "pulumi/pulumi-kubernetes#2377"],
};
