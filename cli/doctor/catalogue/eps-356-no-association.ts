import type { Entry } from "./entry";

export const noAssociation: Entry = {
  id: "EPS-356",
  title: "EKS knows no association for the pod's service account in this cluster",
  texts: [
    "(ResourceNotFoundException): … fault: client",
    "An error occurred (ResourceNotFoundException) when calling the AssumeRoleForPodIdentity operation",
    "operation error EKS Auth: AssumeRoleForPodIdentity … ResourceNotFoundException",
    "ResourceNotFoundException: No associations found",
  ],
  over: ["EPS-602"],
  errors: ["podidentity ResourceNotFoundException"],
  step: "association",
  why: "The agent asked with the pod's token, and EKS has no association for this cluster, namespace and service account; or it is seconds old, which EKS tells with a delay.",
  check:
    "`aws eks list-pod-identity-associations --cluster-name {cluster} --namespace {namespace} --service-account {serviceAccount}`",
  mend: "If the inventory has this reader: `eks-pod-secrets up --refresh --yes`, then start the pod again. Else correct `serviceAccountName` of the pod.",
  sources: [
    "aws/eks-pod-identity-agent: pkg/errors/errors.go",
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html",
  ],
};
