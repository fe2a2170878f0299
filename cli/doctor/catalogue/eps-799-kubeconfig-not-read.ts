import type { Entry } from "./entry";

export const kubeconfigNotRead: Entry = {
  id: "EPS-799",
  title: "the kubeconfig cannot be read",
  texts: [
    "failed to parse kubeconfig data",
    "unable to load Kubernetes client configuration from kubeconfig file",
    "invalid configuration: no configuration has been provided",
    'Get "http://localhost/api',
    'Get "http://localhost:8080/api',
    'Get "http://localhost/version',
    "The connection to the server localhost:8080 was refused",
    'Get "http://localhost:80/api',
    'Get "http://localhost/apis',
    'Post "http://localhost/api',
    'Patch "http://localhost/api',
    'Delete "http://localhost/api',
    'Post "http://localhost:8080/api',
    "dial tcp 127.0.0.1:80: connect: connection refused",
    "dial tcp [::1]:80: connect: connection refused",
  ],
  over: ["EPS-777"],
  step: "cluster",
  why: "The provider of the cluster has no kubeconfig, an incomplete one, or one with a value in it that is no text.",
  check: "`kubectl --kubeconfig FILE config view`, with the same file or the same configuration.",
  mend: "Write the kubeconfig again with `aws eks update-kubeconfig --name CLUSTER`.",
  sources: ["pulumi/pulumi-eks#630", "pulumi/pulumi-kubernetes#2377"],
};
