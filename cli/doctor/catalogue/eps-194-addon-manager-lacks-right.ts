import type { Entry } from "./entry";

export const addonManagerLacksRight: Entry = {
  id: "EPS-194",
  title: "EKS's manager of add-ons lacks a right in the cluster",
  texts: ['User "eks:addon-manager" cannot', "AddonPermissionFailure"],
  over: ["EPS-791"],
  step: "driver",
  why: "EKS installs add-ons with the user `eks:addon-manager`. Its ClusterRole was changed, or the add-on needs rights that must be granted first.",
  check: "`kubectl get clusterrole eks:addon-manager -o yaml`",
  mend: "Put back the ClusterRole and the ClusterRoleBinding `eks:addon-manager` as EKS made them, or grant what the add-on's page says; then update the add-on again.",
  sources: ["https://aws-otel.github.io/docs/getting-started/adot-eks-add-on/troubleshooting"],
};
