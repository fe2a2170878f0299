import type { Entry } from "./entry";

export const kubeconfigNotRead: Entry = {
  id: "EPS-799",
  title: "the kubeconfig cannot be read",
  texts: [
    "failed to parse kubeconfig data",
    "unable to load Kubernetes client configuration from kubeconfig file",
    "invalid configuration: no configuration has been provided",
    '{Get|Post|Put|Patch|Delete|Head} "http://localhost{/|:80/|:8080/}',
    "The connection to the server localhost:8080 was refused",
    "dial tcp {127.0.0.1:80|[::1]:80|127.0.0.1:8080}: connect: connection refused",
    `{no context is currently set|current-context is not set|error loading config file|couldn't read version from server: Get "http://localhost|stat … kube/config: no such file or directory}`,
    "{error: |unreachable: |client config: |configuration: }context … does not exist",
    "context was not found for specified context",
    "{failed to find any PEM data in certificate input|illegal base64 data at input byte … kubeconfig|unable to read client-cert|unable to read client-key|Failed to configure client: tls}",
    "{Failed to construct REST client|cannot create REST client: no client config|cannot load Kubernetes client config|no context exists with the name}",
    "error: no configuration has been provided",
    "error: cluster … does not exist",
  ],
  over: ["EPS-777", "EPS-873"],
  step: "cluster",
  why: "The provider of the cluster has no kubeconfig, an incomplete one, or one with a value in it that is no text.",
  check: "`kubectl --kubeconfig FILE config view`, with the same file or the same configuration.",
  mend: "Write the kubeconfig again with `aws eks update-kubeconfig --name CLUSTER`.",
  sources: ["pulumi/pulumi-eks#630", "pulumi/pulumi-kubernetes#2377"],
};
