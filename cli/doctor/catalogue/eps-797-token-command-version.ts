import type { Entry } from "./entry";

export const tokenCommandVersion: Entry = {
  id: "EPS-797",
  title: "the kubeconfig's command for a token and its reader speak different versions",
  texts: [
    'no kind "ExecCredential" is registered for version',
    "exec plugin is configured to use API version",
    "exec plugin: invalid apiVersion",
    "Kubeconfig user entry is using {deprecated|invalid} API version",
  ],
  over: ["EPS-777"],
  step: "cluster",
  why: "An old AWS CLI answers with `client.authentication.k8s.io/v1alpha1`, which Kubernetes clients since 1.24 do not read; or the kubeconfig was written by an old one.",
  check: "`aws --version`, and `apiVersion` under `users[].user.exec` of the kubeconfig.",
  mend: "Update the AWS CLI, and write the kubeconfig again with `aws eks update-kubeconfig --name CLUSTER`.",
  sources: ["pulumi/pulumi-eks#717", "pulumi/pulumi-kubernetes#2092"],
};
