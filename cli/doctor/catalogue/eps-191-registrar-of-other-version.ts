import type { Entry } from "./entry";

export const registrarOfOtherVersion: Entry = {
  id: "EPS-191",
  title: "the driver's registrar is of another version than its chart",
  texts: [
    "Failed to create registration probe file",
    "plugins/csi-secrets-store/registration: no such file or directory",
  ],
  step: "driver",
  why: "Registrars since 2.6.0 do not make the directory in which they note the registration. With an older chart it is not there, the registrar ends, and the kubelet does not learn of the driver.",
  check:
    "`kubectl -n kube-system get daemonset -l app=secrets-store-csi-driver -o yaml`: the image of `node-driver-registrar`, and who set it.",
  mend: "Let the chart choose the images of its sidecars, and bring the chart up to date.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver#1088"],
};
