import type { Entry } from "./entry";

export const driverOverloaded: Entry = {
  id: "EPS-657",
  title: "the driver's pod was too slow or too small",
  texts: ["{caches for managed Kubernetes Secret recovery|cache did not apply resource version}"],
  step: "driver",
  why: "Many classes and Secrets in one cluster need more memory than the driver's default, and calls to the API server wait.",
  check:
    "`kubectl -n kube-system get pods -l app=secrets-store-csi-driver`: restarts with `OOMKilled`.",
  mend: "Raise the memory of the driver's pods where it is installed.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver#1779"],
};
