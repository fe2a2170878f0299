import type { Entry } from "./entry";

export const providerMayNotLook: Entry = {
  id: "EPS-167",
  title: "the AWS provider may not read what it needs in the cluster",
  texts: [
    'serviceaccounts … is forbidden: User "system:serviceaccount: … provider-aws" cannot',
    'nodes … is forbidden: User "system:serviceaccount: … provider-aws" cannot',
    'pods … is forbidden: User "system:serviceaccount: … provider-aws" cannot',
  ],
  over: ["EPS-263"],
  step: "provider",
  why: "ASCP reads service accounts, pods and nodes. Its ClusterRole or the binding is missing, or binds a service account of another namespace.",
  check: "`kubectl get clusterrolebinding -o wide | grep provider-aws`",
  mend: "Install the provider's chart or add-on again: it brings the roles. Here: `eks-pod-secrets up --refresh --yes`.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws: charts/secrets-store-csi-driver-provider-aws/templates",
  ],
};
