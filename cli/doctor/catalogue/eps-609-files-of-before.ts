import type { Entry } from "./entry";

export const filesOfBefore: Entry = {
  id: "EPS-609",
  title: "the pod keeps its former files, because it cannot mount the new ones",
  step: "file",
  why: "When a remount fails, the driver leaves the earlier files in place, so the pod goes on with an old value until it restarts, and then does not start.",
  check: "`kubectl -n {namespace} get events --field-selector reason=MountRotationFailed`",
  mend: "Mend what the other steps find wrong. The driver tries again by itself where rotation is on; else replace the pod.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#981",
    "https://secrets-store-csi-driver.sigs.k8s.io/topics/secret-auto-rotation",
  ],
};
