import type { Entry } from "./entry";

export const otherVolumeNotMade: Entry = {
  id: "EPS-642",
  title: "the driver of another volume of the pod cannot make it",
  texts: ["failed to provision volume with StorageClass"],
  symptom: true,
  step: "pods",
  why: "A claim asks a driver such as that of EBS or EFS for a volume. The driver's own call failed; the pod's secret is not concerned, but the pod waits for all of its volumes.",
  check: "`kubectl -n {namespace} describe pvc` shows the words of the driver behind this text.",
  mend: "Mend the other volume, e.g. the role of its driver.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html"],
};
