import type { Entry } from "./entry";

export const nodeKeepsStartUpTaint: Entry = {
  id: "EPS-177",
  title: "the node still has the taint that the driver removes when it has started",
  texts: [
    "untolerated taint {secrets-store.csi.k8s.io/agent-not-ready",
    "attempting to remove node taint(s)",
  ],
  over: ["EPS-606", "EPS-782", "EPS-791"],
  step: "driver",
  why: "Nodes that begin with the taint `secrets-store.csi.k8s.io/agent-not-ready` take pods only when the driver has started there and has removed it. The driver does not run on the node, is older than this taint, or may not change nodes.",
  check:
    "`kubectl -n kube-system get pods -o wide | grep secrets-store` on that node, and the log of its container `secrets-store`: `node taint`.",
  mend: "Let the driver run on the node, in a version that knows the taint, with the roles of its chart: `eks-pod-secrets up --refresh --yes`. Or give nodes no such taint.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/node_taint.go"],
};
