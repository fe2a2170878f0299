import type { Entry } from "./entry";

export const fileOfAnOldVersion: Entry = {
  id: "EPS-611",
  title: "a pod has mounted another version than its owner has",
  step: "file",
  why: "A pod mounts when it starts. Later versions come by the driver's rotation, if it is on, and never into a file that is mounted by `subPath`.",
  check:
    "`kubectl -n {namespace} get secretproviderclasspodstatuses -o yaml` shows the versions, and `aws secretsmanager describe-secret` those of the owner.",
  mend: "Wait for the driver's rotation, or replace the pods.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#1414",
    "https://secrets-store-csi-driver.sigs.k8s.io/topics/secret-auto-rotation",
  ],
};
