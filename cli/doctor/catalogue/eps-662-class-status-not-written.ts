import type { Entry } from "./entry";

export const classStatusNotWritten: Entry = {
  id: "EPS-662",
  title: "the driver mounted, and may not write down what it mounted",
  texts: [
    "failed to create secret provider class pod status",
    "secretproviderclasspodstatuses … is forbidden",
    "failed to update versions in spc pod status",
    "failed to update spc pod status",
  ],
  step: "driver",
  why: "Each mount has an object SecretProviderClassPodStatus. The driver's ClusterRole lacks the right, or the CustomResourceDefinition is missing.",
  check:
    "`kubectl get crd secretproviderclasspodstatuses.secrets-store.csi.x-k8s.io` and `kubectl get clusterrole secretproviderclasses-role`",
  mend: "Install the driver again with its roles: `eks-pod-secrets up --refresh --yes`.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/nodeserver.go"],
};
