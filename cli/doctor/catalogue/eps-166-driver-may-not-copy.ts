import type { Entry } from "./entry";

export const driverMayNotCopy: Entry = {
  id: "EPS-166",
  title: "the driver may not copy the mounted value into a Kubernetes Secret",
  texts: [
    'secrets is forbidden: User "system:serviceaccount: … secrets-store-csi-driver" cannot',
    'failed to list *v1.Secret: secrets is forbidden: User "system:serviceaccount: … secrets-store-csi-driver"',
    "The secret operation failed with forbidden error. If you installed the CSI driver using helm, ensure syncSecret.enabled=true is set",
    "failed to set owner ref for secret … is forbidden",
  ],
  step: "file",
  why: "Copies need roles that the driver only has with `syncSecret.enabled=true`. The EKS add-on of the driver has none of them in most versions.",
  check: "`kubectl get clusterrole secretprovidersyncing-role`",
  mend: "Set `syncToKubernetesSecrets` of the reader, or `secretsStoreCsi.syncSecrets: true` of the cluster, and run `eks-pod-secrets up`. With `existing`, set `syncSecret.enabled=true` where the driver is installed.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#618",
    "kubernetes-sigs/secrets-store-csi-driver#1775",
    "aws/secrets-store-csi-driver-provider-aws#76",
    "aws/secrets-store-csi-driver-provider-aws#597",
  ],
};
