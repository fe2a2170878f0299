import type { Entry } from "./entry";

export const associationExists: Entry = {
  id: "EPS-751",
  title: "the service account has an association already, made by somebody else",
  texts: [
    "Association already exists: {association:name}",
    "ResourceInUseException: Association already exists",
    "(ResourceInUseException) when calling the CreatePodIdentityAssociation operation",
    "Resource of type 'AWS::EKS::PodIdentityAssociation' with identifier … already exists",
    "is already associated with a different IAM role",
  ],
  why: "EKS keeps one association for each cluster, namespace and service account. Another tool or a person made this one.",
  check:
    "`aws eks list-pod-identity-associations --cluster-name CLUSTER --namespace NAMESPACE --service-account SERVICE_ACCOUNT`",
  mend: "`eks-pod-secrets plan --live` says which it is and what to write. Delete it where it was made, then run `eks-pod-secrets up`.",
  sources: ["eksctl-io/eksctl#7753", "upbound/provider-aws#1437"],
};
