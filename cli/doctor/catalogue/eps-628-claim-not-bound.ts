import type { Entry } from "./entry";

export const claimNotBound: Entry = {
  id: "EPS-628",
  title: "a claim for another volume of the pod is not there, or not bound",
  texts: [
    "unbound immediate PersistentVolumeClaims",
    "persistentvolumeclaim … not found",
    "PreBind plugin VolumeBinding",
    "waiting for ephemeral volume controller to create the persistentvolumeclaim",
    "waiting for a volume to be created",
    "PersistentVolumeClaim is not bound",
  ],
  over: ["EPS-606", "EPS-782"],
  step: "pods",
  why: "The scheduler waits for all claims of the pod. Volumes of the Secrets Store CSI driver have none, so this is not the pod's secret.",
  check: "`kubectl -n {namespace} get pvc`, and the events of the claim",
  mend: "Make the claim, or mend what its events say: the storage class, the driver of the disks.",
  sources: ["https://kubernetes.io/docs/concepts/storage/persistent-volumes/"],
};
