import type { Entry } from "./entry";

export const driverContainerSilent: Entry = {
  id: "EPS-181",
  title: "a driver's container does not answer the helpers in its own pod",
  texts: [
    "Still connecting to unix:///csi/csi.sock",
    "Failed to establish connection to CSI driver",
    "connection.go … all SubConns are in TransientFailure",
    "{livenessprobe|Health check failed} … code = DeadlineExceeded",
  ],
  step: "driver",
  causes: [
    { id: "EPS-270", check: "Its log has `no matches for kind`: the driver's CRDs are not there." },
    { id: "EPS-166", check: "Its log has `is forbidden`: its RBAC lacks a right." },
    {
      id: "EPS-657",
      check: "The container was restarted with `OOMKilled`, or its CPU is at its limit.",
    },
  ],
  why: "Registrar and liveness probe of a CSI driver connect to its socket. The driver has not opened it, or is too busy to answer, and the kubelet starts the pod again. The text does not name the driver: other CSI drivers write the same.",
  check:
    "`kubectl -n kube-system get pods -l app=secrets-store-csi-driver`, and the log of the container `secrets-store`, also with `--previous`.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#1077",
    "kubernetes-sigs/secrets-store-csi-driver#2063",
  ],
};
