import type { Entry } from "./entry";

export const addonConflict: Entry = {
  id: "EPS-771",
  title: "the cluster already has what the add-on would install",
  texts: [
    "Conflicts found when trying to apply. Will not continue due to resolve conflicts mode",
    "ConfigurationConflict",
    "exists and cannot be imported into the current release: invalid ownership metadata",
    "cannot be imported into the current release",
    "cannot re-use a name that is still in use",
    "Addon already exists",
    "rendered manifests contain a resource that already exists",
  ],
  why: "Driver, provider or agent are in the cluster by other means: a chart, `kubectl`, another add-on.",
  check: "`kubectl get daemonsets -A` and `helm list -A`",
  mend: "Write `existing` for it in the inventory, or remove it where it was installed. `eks-pod-secrets plan --live` says which.",
  sources: [
    "Azure/secrets-store-csi-driver-provider-azure#930",
    "https://docs.aws.amazon.com/eks/latest/userguide/managing-add-ons.html",
  ],
};
