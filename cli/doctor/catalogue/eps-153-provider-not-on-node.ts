import type { Entry } from "./entry";

export const providerNotOnNode: Entry = {
  id: "EPS-153",
  title: "the AWS provider (ASCP) does not run, or is not ready, on the pod's node",
  texts: [
    'provider not found: provider "aws"',
    "failed to find provider binary aws",
    "Failed to find provider binary for aws",
    'error connecting to provider "aws": provider not found',
    'failed to lookup provider client: "aws"',
  ],
  step: "provider",
  why: "The driver looks for the provider's socket in the providers' directory of the node. There is none: ASCP is not installed, has no pod on this node, or uses another directory than the driver.",
  check:
    "`kubectl get pods -A -o wide -l app=secrets-store-csi-driver-provider-aws` shows the provider's pods by node. In older charts the label is `app=csi-secrets-store-provider-aws`.",
  mend: "If ASCP is missing, let the inventory install it (`install: addon` under `clusters.{clusterId}.secretsStoreCsi`), and run `eks-pod-secrets up --refresh --yes`. Else let its DaemonSet tolerate the taints that `kubectl describe node` shows. On a new node, wait.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#91",
    "aws/secrets-store-csi-driver-provider-aws#266",
    "aws/secrets-store-csi-driver-provider-aws#491",
    "kubernetes-sigs/secrets-store-csi-driver#953",
  ],
};
