import type { Entry } from "./entry";

export const addonChangedByHand: Entry = {
  id: "EPS-193",
  title: "an add-on cannot be updated, because its objects were changed or removed by hand",
  texts: ["UnsupportedAddonModification", "K8sResourceNotFound"],
  step: "driver",
  why: "Somebody changed or deleted objects that EKS keeps for the add-on.",
  check: "`aws eks describe-addon --cluster-name CLUSTER --addon-name NAME --query addon.health`",
  mend: "Update the add-on with the conflict resolution `OVERWRITE`. In a created cluster: `eks-pod-secrets up --refresh --yes`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html"],
};
