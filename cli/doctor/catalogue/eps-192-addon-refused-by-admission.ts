import type { Entry } from "./entry";

export const addonRefusedByAdmission: Entry = {
  id: "EPS-192",
  title: "a policy of the cluster refuses what an add-on would install",
  texts: ["AdmissionRequestDenied"],
  over: ["EPS-616", "EPS-617"],
  step: "driver",
  why: "EKS applies the add-on's objects like anybody else, and a policy engine or an admission webhook refuses one of them.",
  check:
    "`aws eks describe-addon --cluster-name CLUSTER --addon-name NAME --query addon.health`: the message names the webhook.",
  mend: "Who runs the policy excepts the add-on's objects in `kube-system`; then update the add-on again.",
  sources: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html"],
};
