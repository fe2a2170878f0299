import type { Entry } from "./entry";

export const noCsidriverObject: Entry = {
  id: "EPS-151",
  title: "the CSIDriver object of the Secrets Store CSI driver is not in the cluster",
  texts: [
    'volume mode "Ephemeral" not supported by driver secrets-store.csi.k8s.io (no CSIDriver object)',
    'CSIDriver.storage.k8s.io "secrets-store.csi.k8s.io" not found',
    'csidrivers.storage.k8s.io "secrets-store.csi.k8s.io" not found',
  ],
  step: "driver",
  why: "The object CSIDriver is part of the driver's installation. It was never there, or somebody removed it while classes were still in use.",
  check: "`kubectl get csidriver secrets-store.csi.k8s.io`",
  mend: "Let the inventory install it (`install: addon` under `clusters.{clusterId}.secretsStoreCsi`), and run `eks-pod-secrets up --refresh --yes`. With `existing`, whoever runs the cluster installs it.",
  sources: ["hashicorp/vault-csi-provider#179", "kubernetes-sigs/secrets-store-csi-driver#1135"],
};
