import type { Entry } from "./entry";

export const volumeNotReadOnly: Entry = {
  id: "EPS-252",
  title: "the pod's volume is not read-only",
  texts: ["Readonly is not true in request"],
  step: "pods",
  why: "The driver mounts only volumes with `readOnly: true` under `csi`.",
  check: "`kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.volumes}'`",
  mend: "Add `readOnly: true` beside `driver: secrets-store.csi.k8s.io` in the pod's volume, where the pod is deployed.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/nodeserver.go"],
};
