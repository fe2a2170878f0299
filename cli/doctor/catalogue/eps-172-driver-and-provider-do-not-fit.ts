import type { Entry } from "./entry";

export const driverAndProviderDoNotFit: Entry = {
  id: "EPS-172",
  title: "the versions of driver and provider do not fit together",
  texts: [
    "Minimum supported aws provider version with current driver is",
    "unknown service {v1alpha1|v1beta1|v1}.CSIDriverProvider",
  ],
  step: "provider",
  why: "Driver and provider speak a protocol with each other. One is much older than the other.",
  check:
    "`kubectl get daemonsets -A -o wide | grep -e secrets-store -e provider-aws` shows the images.",
  mend: "Take versions that belong together: without `secretsStoreCsi.version` in the inventory, `up` installs those that this package has tested.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/nodeserver.go"],
};
