import type { Entry } from "./entry";

export const nodeDiskFull: Entry = {
  id: "EPS-634",
  title: "the node's disk is full",
  texts: [
    "{no space left on device|FreeDiskSpaceFailed|Failed to garbage collect required amount of images|ephemeral local storage usage exceeds|low on resource: ephemeral-storage}",
  ],
  over: ["EPS-607"],
  step: "pods",
  why: "Images, logs or files of pods have used up the node's disk. The kubelet starts and mounts nothing more on it, and puts pods out.",
  check: "`kubectl describe node NODE`: the condition DiskPressure; on the node `df -h`.",
  mend: "Give the nodes larger disks, or find the pod that fills it, and replace the node.",
  sources: ["https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/"],
};
