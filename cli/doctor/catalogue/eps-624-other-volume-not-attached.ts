import type { Entry } from "./entry";

export const otherVolumeNotAttached: Entry = {
  id: "EPS-624",
  title: "another volume of the pod cannot be attached or mounted",
  texts: [
    "AttachVolume.Attach failed for volume",
    "FailedAttachVolume",
    "Multi-Attach error for volume",
    "MountVolume.WaitForAttach failed",
    "MountVolume.MountDevice failed for volume",
    'MountVolume.SetUp failed for volume "pvc-',
    "hostPath type check failed",
    "rbd: map failed",
    "Unable to mount volumes for pod … rbd:",
    "MountVolume.MountDevice failed",
    "MountVolume.SetUp failed for volume … : {mkdir|rpc error: code = Internal desc = Could not mount|rpc error: code = Internal desc = failed to mount}",
  ],
  over: ["EPS-573", "EPS-661"],
  step: "pods",
  why: "A disk is still attached to another node, or cannot be attached to this one. Volumes of the Secrets Store CSI driver are never attached, so this is not the pod's secret; but the pod waits for all of its volumes.",
  check: "`kubectl get volumeattachments`, and the event's volume against the pod's",
  mend: "Wait until the disk is free, or end the pod that still holds it.",
  sources: ["https://kubernetes.io/docs/concepts/storage/volumes/"],
};
