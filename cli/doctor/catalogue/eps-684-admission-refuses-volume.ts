import type { Entry } from "./entry";

export const admissionRefusesVolume: Entry = {
  id: "EPS-684",
  title: "the namespace's rules for pods refuse the volume of the driver",
  texts: [
    "uses an inline volume provided by CSIDriver secrets-store.csi.k8s.io",
    "csi volumes are not allowed to be used",
    'spec.volumes[0]: Invalid value: "csi"',
  ],
  over: ["EPS-612"],
  step: "pods",
  why: "OpenShift's admission, a SecurityContextConstraint or an old PodSecurityPolicy allows only some kinds of volumes, and CSI volumes are not among them. No pod is made.",
  check:
    "`kubectl -n {namespace} get events`, and on OpenShift `kubectl get csidriver secrets-store.csi.k8s.io --show-labels`.",
  mend: "Who runs the cluster allows the volume kind `csi` to these pods; on OpenShift by the label `security.openshift.io/csi-ephemeral-volume-profile: restricted` of the CSIDriver. The namespace's level can stay.",
  sources: ["rh-mobb/documentation#428", "cert-manager/cert-manager#5596"],
};
