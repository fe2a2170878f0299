import type { Entry } from "./entry";

export const tokenFileNotThere: Entry = {
  id: "EPS-373",
  title: "the program does not find or may not read its token's file",
  texts: [
    "No such file or directory: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'",
    "open /var/run/secrets/eks.amazonaws.com/serviceaccount/token: no such file or directory",
    "open /var/run/secrets/eks.amazonaws.com/serviceaccount/token: permission denied",
    "open /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token: no such file or directory",
    "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token: permission denied",
    "Permission denied: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'",
  ],
  step: "webhook",
  why: "The variables are set, but the file is not where the program looks: it runs in the host's root (chroot), the variables were copied from another pod, or its user may not read the file.",
  check: "`kubectl -n {namespace} exec {pod} -- ls -l /var/run/secrets/`",
  mend: "Let EKS set variables and file, and remove those written by hand. For a user without rights to the file, set `securityContext.fsGroup`.",
  sources: ["aws/eks-node-monitoring-agent#23", "external-secrets/kubernetes-external-secrets#452"],
};
